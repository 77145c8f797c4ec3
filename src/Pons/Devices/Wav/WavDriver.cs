using Pons.Streams.Clocks;

namespace Pons.Devices.Wav;

/// <summary>Reads a WAV file at its own pace, or live WAV from a pipe or standard input as it comes.</summary>
internal sealed class WavDriver : DeviceDriver
{
    private readonly HostClock _clock;
    private readonly double _speed;

    public WavDriver(DeviceAddress address, HostClock clock)
        : base(address)
    {
        address.RequireOnly("speed", "microvolts", "listen");
        (_clock, _speed) = (clock, address.Real("speed", 1, 0.01, 1e6));
        if (address.Path.Length == 0) throw Wrong("no file is given.", "Write wav:FILE, or wav:- for standard input.");
    }

    private bool IsStandardInput => Address.Path == "-";

    /// <summary>A pipe has no length; an empty file neither, and ends at once.</summary>
    private bool IsLive => IsStandardInput || new FileInfo(Address.Path).Length == 0;

    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        if (!IsStandardInput && !File.Exists(Address.Path)) throw Wrong("there is no such file.", "Check the name of the file.");
        var isLive = IsLive;
        var parser = new WavParser(Address, isLive);
        await using (var bytes = await OpenAsync(isLive, cancellation).ConfigureAwait(false))
        {
            var paced = isLive ? bytes : new PacedStream(bytes, parser, _speed, _clock.Time);
            var reader = new WireReader(parser, output, _clock) { Patience = isLive ? TimeSpan.FromSeconds(5) : Timeout.InfiniteTimeSpan };
            await reader.ReadAsync(paced, cancellation).ConfigureAwait(false);
        }

        if (!parser.HasData) throw Wrong("it ends before its data.", "Check that it was written to the end.");
        if (parser.Outstanding is not (> 0 and < long.MaxValue)) return;
        var missing = parser.Outstanding / parser.Format!.FrameBytes;
        output.Note(DeviceNoticeKind.Fault, DeviceFaultCode.EndsEarly, $"it ends {missing} samples earlier than it says.", 0, $"{missing}");
    }

    private async Task<Stream> OpenAsync(bool isLive, CancellationToken cancellation)
    {
        if (IsStandardInput) return new LiveStream(Console.OpenStandardInput());
        if (isLive) return new LiveStream(await NamedPipe.OpenAsync(Address.Path, FileAccess.Read, cancellation).ConfigureAwait(false));
        return new FileStream(Address.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
    }

    private DeviceException Wrong(string what, string remedy) =>
        new(Address.ToString(), what, "Without its bytes there are no samples.", remedy) { IsFinal = true };
}
