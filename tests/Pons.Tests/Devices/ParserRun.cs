using Pons.Devices;

namespace Pons.Tests.Devices;

/// <summary>Feeds bytes to a parser as a connection would: what is left over is given again.</summary>
internal static class ParserRun
{
    /// <summary>Gives the bytes in two reads, cut at <paramref name="cut"/>.</summary>
    public static void Feed(WireParser parser, SampleOutput output, byte[] bytes, int cut)
    {
        var from = 0;
        foreach (var until in new[] { cut, bytes.Length })
        {
            for (var used = 1; used > 0 && from < until; from += used) used = parser.Parse(bytes.AsSpan(from, until - from), output);
            output.Flush();
        }
    }
}
