using System.Diagnostics.CodeAnalysis;

namespace Pons.Contracts;

/// <summary>
/// An implementation did not keep a promise of its extension point. For its author, so it is no <see cref="PonsException"/>.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "It reads as what it is: a breach of the contract.")]
public sealed class ContractBreach : Exception
{
    /// <summary>Names the promise and what happened instead.</summary>
    /// <param name="promise">What every implementation promises.</param>
    /// <param name="happened">What this one did, with the actual values.</param>
    /// <param name="inner">The fault behind it, if any.</param>
    public ContractBreach(string promise, string happened, Exception? inner = null)
        : base($"Promise: {promise} What happened: {happened}", inner)
    {
        Promise = promise;
        Happened = happened;
    }

    /// <summary>What every implementation promises.</summary>
    public string Promise { get; }

    /// <summary>What this one did.</summary>
    public string Happened { get; }

    internal static void ThrowUnless(bool kept, string promise, string happened)
    {
        if (!kept) throw new ContractBreach(promise, happened);
    }
}
