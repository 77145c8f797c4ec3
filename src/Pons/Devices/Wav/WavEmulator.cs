using System.Buffers.Binary;
using System.Globalization;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Wav;

/// <summary>
/// A program that pipes live WAV as 32-bit floats, of unknown length, into a named pipe. WAV has no counter: packets cannot be lost, only held
/// back; a disconnection ends the stream.
/// </summary>
internal sealed class WavEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock) : DeviceEmulator(plan, clock)
{
    public const double UsualFullScale = 1024;
    private readonly double _fullScale = address.Real("microvolts", UsualFullScale, 1e-6, 1e12);
    private readonly float[] _values = new float[plan.PacketSamples * plan.ChannelCount];
    private readonly byte[] _bytes = new byte[plan.PacketSamples * plan.ChannelCount * sizeof(float)];

    protected override async Task ServeAsync(CancellationToken cancellation)
    {
        var folder = address.Path.Length == 0 ? Directory.CreateTempSubdirectory("pons-wav-") : null;
        var path = folder is null ? address.Path : Path.Combine(folder.FullName, "live.wav");
        NamedPipe.Make(path);
        try
        {
            var scale = _fullScale.ToString(CultureInfo.InvariantCulture);
            ListensAt(address with { Path = path, Options = address.Options.Remove("listen").SetItem("microvolts", scale) });
            await using var pipe = await NamedPipe.OpenAsync(path, FileAccess.Write, cancellation).ConfigureAwait(false);
            await SendAsync(new(pipe, Plan.Faults), cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
            folder?.Delete();
        }
    }

    private async Task SendAsync(FaultyWire wire, CancellationToken cancellation)
    {
        await wire.WriteAsync(Head(), cancellation).ConfigureAwait(false);
        var pacer = new PacketPacer(Plan, Log, Clock.Time, isDatagram: false);
        await foreach (var packet in pacer.PacketsAsync(cancellation).ConfigureAwait(false))
        {
            if (packet.Before.Any(f => f.Kind == FaultKind.Disconnect))
            {
                Log.Add(new(FaultKind.Disconnect, packet.FirstSample, 0));
                return;
            }

            Signal.Fill(packet.FirstSample, _values);
            for (var i = 0; i < _values.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(_bytes.AsSpan(i * sizeof(float)), (float)(_values[i] / _fullScale));
            await wire.WriteAsync(_bytes, cancellation).ConfigureAwait(false);
            Log.Sent(packet);
        }
    }

    private byte[] Head()
    {
        var head = new byte[44];
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), uint.MaxValue);
        "WAVEfmt "u8.CopyTo(head.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(20), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(22), (ushort)Plan.ChannelCount);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(24), (uint)Plan.RateHz);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(28), (uint)(Plan.RateHz * Plan.ChannelCount * sizeof(float)));
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(32), (ushort)(Plan.ChannelCount * sizeof(float)));
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(34), 32);
        "data"u8.CopyTo(head.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(40), uint.MaxValue);
        return head;
    }
}
