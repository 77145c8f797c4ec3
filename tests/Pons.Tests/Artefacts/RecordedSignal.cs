using Pons.Formats;
using Pons.Signals;
using Pons.Streams;

namespace Pons.Tests.Artefacts;

/// <summary>Stretches of real recordings as [channel × sample], filtered forwards and backwards.</summary>
internal static class RecordedSignal
{
    public static double[] Read(string file, int from, int seconds, out int channels, double lowHz, double highHz)
    {
        var (signal, info) = Read(file, from, seconds, lowHz, highHz);
        channels = info.ChannelCount;
        return signal;
    }

    public static (double[] Signal, StreamInfo Info) Read(string file, int from, int seconds, double lowHz, double highHz)
    {
        using var recording = Recording.Open(RecordedData.PathOf(file));
        var stream = recording.Streams[0];
        int rate = (int)stream.Info.RateHz!.Value, channels = stream.Info.ChannelCount;
        float[] all = [.. stream.ReadBlocks(rate).SelectMany(b => b.Samples.ToArray())];
        double[] rows = [.. all.Take((from + seconds) * rate * channels)];
        ZeroPhaseFilter.Apply(Butterworth.BandPass(2, lowHz, highHz, rate), rows, rows, channels);
        var signal = new double[channels * seconds * rate];
        for (var t = 0; t < seconds * rate; t++)
            for (var c = 0; c < channels; c++) signal[c * seconds * rate + t] = rows[(from * rate + t) * channels + c];
        return (signal, stream.Info);
    }
}
