using Pons.Devices;

namespace Pons.Tests.Devices;

/// <summary>Feeds a parser as a reader of a connection does: what a read left over comes again, in front of the next one.</summary>
internal static class PiecewiseParsing
{
    /// <summary>Parses bytes that come in pieces.</summary>
    public static CollectingTap Parse(this WireParser parser, params ReadOnlySpan<byte[]> pieces)
    {
        var tap = new CollectingTap();
        var output = new SampleOutput("test", tap);
        foreach (var held in parser.Left(output, pieces)) Assert.True(held.Length <= parser.LargestFrameBytes, $"{held.Length} bytes are held.");
        return tap;
    }

    /// <summary>Parses bytes that come in two pieces.</summary>
    public static CollectingTap ParseCut(this WireParser parser, byte[] bytes, int cut) => parser.Parse(bytes[..cut], bytes[cut..]);

    private static List<byte[]> Left(this WireParser parser, SampleOutput output, ReadOnlySpan<byte[]> pieces)
    {
        var left = new List<byte[]>();
        byte[] held = [];
        foreach (var piece in pieces)
        {
            held = [.. held, .. piece];
            var at = 0;
            for (var used = 1; used > 0 && at < held.Length; at += used) used = parser.Parse(held.AsSpan(at), output);
            held = held[at..];
            left.Add(held);
            output.Flush();
        }

        return left;
    }
}
