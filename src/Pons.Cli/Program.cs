using System.CommandLine;
using System.CommandLine.Help;
using Pons.Cli;
using Pons.Hdf5;

Hdf5Formats.Register();
var root = new Command(
    "pons",
    """
    Pons, the open brain-computer-interface platform. / 脑桥：开放的脑机接口平台。

    Examples:
      pons demo                                  the whole closed loop with a virtual subject, in the browser
      pons info recording.edf                    what a recording holds
      pons convert recording.edf recording.bdf   between formats, saying what is lost
      pons evaluate folder --paradigm left-right-imagery
    """)
{
    DemoCommand.Create(),
    InfoCommand.Create(),
    ConvertCommand.Create(),
    FormatsCommand.Create(),
    BidsCommand.Create(),
    EvaluateCommand.Create(),
    DatasetsCommand.Create(),
    TrainCommand.Create(),
    RecordCommand.Create(),
    RunCommand.Create(),
    ReplayCommand.Create(),
    DevicesCommand.Create(),
    EmulateCommand.Create(),
    ServeCommand.Create(),
    BenchCommand.Create(),
    CertifyCommand.Create(),
};
foreach (var option in new Option[] { new HelpOption(), new VersionOption(), CommandRunner.Debug }) root.Options.Add(option);
return await CommandRunner.RunAsync(root, args).ConfigureAwait(false);
