using System.CommandLine;

namespace Pons.Cli;

/// <summary><c>pons bids …</c>: what is done with data sets in BIDS.</summary>
internal static class BidsCommand
{
    public static Command Create() => new("bids", "Work with data sets in BIDS.\n\nExamples:\n  pons bids validate data-set\n  pons bids deidentify recordings clean --report report.json\n  pons bids risk data-set")
    {
        BidsValidateCommand.Create(),
        BidsDeidentifyCommand.Create(),
        BidsRiskCommand.Create(),
    };
}
