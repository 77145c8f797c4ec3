using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pons.Pipelines;

/// <summary>
/// One number for a whole sequence of decisions: SHA-256 over the samples, the class and the exact probabilities of each, in
/// order. Two runs with equal hashes have decided the same, bit for bit. Latency does not enter. One thread.
/// </summary>
public sealed class DecisionHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many decisions were added.</summary>
    public int Count { get; private set; }

    /// <summary>The hash of all decisions so far, as 64 lower-case hexadecimal digits.</summary>
    public string Value => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Adds the next decision.</summary>
    public void Add(Decision decision)
    {
        Span<byte> word = stackalloc byte[sizeof(long)];
        Append(word, decision.FirstSampleIndex);
        Append(word, decision.EndSampleIndex);
        Append(word, decision.Prediction.Index);
        foreach (var probability in decision.Prediction.Probabilities) Append(word, BitConverter.DoubleToInt64Bits(probability));
        Count++;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Append(Span<byte> word, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(word, value);
        _hash.AppendData(word);
    }
}
