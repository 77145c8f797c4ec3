namespace Pons.Contracts;

/// <summary>A promise of an extension point was broken. Thrown by the contract suites only.</summary>
public sealed class ContractBreach : Exception
{
    /// <summary>States the promise and what was seen instead.</summary>
    public ContractBreach(string promise, string observation)
        : base($"Promise broken: {promise}. Observed: {observation}.")
    {
        Promise = promise;
        Observation = observation;
    }

    /// <summary>What should always hold.</summary>
    public string Promise { get; }

    /// <summary>What was seen instead.</summary>
    public string Observation { get; }

    internal static void Unless(bool kept, string promise, string observation)
    {
        if (!kept) throw new ContractBreach(promise, observation);
    }
}
