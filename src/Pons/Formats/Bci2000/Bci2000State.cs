namespace Pons.Formats.Bci2000;

/// <summary>One state of the system: some bits of the vector that follows every sample.</summary>
/// <param name="Name">Its name, such as <c>StimulusCode</c>.</param>
/// <param name="Bits">How many bits it has.</param>
/// <param name="FirstBit">Number of its lowest bit, from the start of the vector.</param>
public sealed record Bci2000State(string Name, int Bits, int FirstBit)
{
    /// <summary>The value in a vector that is long enough.</summary>
    /// <param name="vector">The bytes of the vector.</param>
    internal ulong ValueIn(ReadOnlySpan<byte> vector)
    {
        var value = 0UL;
        for (var bit = 0; bit < Bits; bit++)
        {
            var at = FirstBit + bit;
            value |= (ulong)(vector[at >> 3] >> (at & 7) & 1) << bit;
        }

        return value;
    }
}
