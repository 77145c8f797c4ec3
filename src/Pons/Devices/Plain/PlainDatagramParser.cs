namespace Pons.Devices.Plain;

/// <summary>Frames that come in datagrams.</summary>
internal sealed class PlainDatagramParser(PlainParser frames) : DatagramParser
{
    public override void Parse(ReadOnlySpan<byte> datagram, SampleOutput output) => frames.ParseDatagram(datagram, output);
}
