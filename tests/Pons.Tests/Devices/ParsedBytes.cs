using Pons.Devices;

namespace Pons.Tests.Devices;

/// <summary>Gives bytes to a parser in two pieces, as two reads would.</summary>
internal static class ParsedBytes
{
    public static CollectingTap Parse(WireParser parser, byte[] bytes, int cut, DeviceStream? stream = null)
    {
        var tap = new CollectingTap();
        var output = new SampleOutput("test", tap);
        if (stream is not null) output.Begin(stream);
        var held = new List<byte>();
        foreach (var piece in new[] { bytes[..cut], bytes[cut..] })
        {
            held.AddRange(piece);
            for (var used = 1; used > 0 && held.Count > 0;)
            {
                used = parser.Parse(held.ToArray(), output);
                held.RemoveRange(0, used);
            }

            Assert.True(held.Count <= parser.LargestFrameBytes, $"{held.Count} bytes are held, more than {parser.LargestFrameBytes}.");
            output.Flush();
        }

        return tap;
    }

    /// <summary>Gives datagrams to a parser, one after the other.</summary>
    public static CollectingTap ParseDatagrams(DatagramParser parser, params byte[][] datagrams)
    {
        var tap = new CollectingTap();
        var output = new SampleOutput("test", tap);
        foreach (var datagram in datagrams) parser.Parse(datagram, output);
        output.Flush();
        return tap;
    }

    /// <summary>Changes a few bytes at random, again and again; only stated errors may come.</summary>
    public static void Fuzz(Func<WireParser> parser, byte[] valid, DeviceStream? stream = null, int rounds = 2000)
    {
        var random = new Random(5);
        for (var i = 0; i < rounds; i++)
        {
            var bytes = valid.ToList();
            for (var k = random.Next(1, 6); k > 0; k--)
            {
                var at = random.Next(bytes.Count);
                if (random.Next(3) == 0) bytes.RemoveAt(at);
                else bytes[at] = (byte)random.Next(256);
            }

            try
            {
                Parse(parser(), [.. bytes], random.Next(bytes.Count), stream);
            }
            catch (DeviceException)
            {
            }
        }
    }
}
