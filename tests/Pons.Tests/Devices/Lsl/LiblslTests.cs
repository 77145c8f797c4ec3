using System.Runtime.InteropServices;
using Pons.Devices;
using Pons.Devices.Lsl;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices.Lsl;

/// <summary>Both directions against the reference implementation, where there is one: docs/guides/lsl.md says how.</summary>
public sealed class LiblslTests
{
    private const int Samples = 50, Channels = 3;

    public static TheoryData<SampleType> Types => [.. new[] { SampleType.Float32, SampleType.Float64, SampleType.Int8, SampleType.Int16, SampleType.Int32, SampleType.Int64, SampleType.Text }];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task An_outlet_of_liblsl_is_received(SampleType type)
    {
        var (lsl, name) = (Liblsl.Load(), Guid.NewGuid().ToString("N"));
        var outlet = lsl.CreateOutlet(lsl.CreateInfo(name, "EEG", Channels, 100, Liblsl.FormatOf(type), name), 0, 360);
        var tap = new CollectingTap();
        var link = new DeviceLink(new LslDriver(DeviceAddress.Parse($"lsl:?name={name}"), LslSettings.Default, HostClock.System));
        link.Add(tap);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = link.RunAsync(stop.Token);
        Assert.Equal(1, await Task.Run(() => lsl.WaitForConsumers(outlet, 20), stop.Token));
        for (var i = 0; i < Samples; i++)
            if (type == SampleType.Text) lsl.PushTexts(outlet, Texts(i), 100 + (i / 100.0), 1);
            else lsl.PushDoubles(outlet, Values(i), 100 + (i / 100.0), 1);
        await tap.UntilAsync(t => t.Stamps.Count == Samples);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(Enumerable.Range(0, Samples).Select(i => 100 + (i / 100.0)), tap.Stamps, (a, b) => Math.Abs(a - b) < 1e-9);
        if (type == SampleType.Text) Assert.Equal(Enumerable.Range(0, Samples).SelectMany(Texts), tap.Texts);
        else Assert.Equal(Enumerable.Range(0, Samples).SelectMany(Values).Select(v => (float)v), tap.Values);
        lsl.DestroyOutlet(outlet);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Liblsl_receives_an_outlet(SampleType type)
    {
        var (lsl, name, ahead) = (Liblsl.Load(), Guid.NewGuid().ToString("N"), 5000.0);
        var info = new LslStreamInfo(name, "EEG", Channels, type, 100) { SourceId = name, Description = LslChannels.Describe([new("C3"), new("Cz"), new("C4")], "EEG") };
        await using var outlet = LslOutlet.Open(info, LslSettings.Default, () => HostClock.System.Now.Seconds + ahead, TimeProvider.System, 0);
        var infos = new nint[4];
        Assert.Equal(1, await Task.Run(() => lsl.Resolve(infos, 4, "name", name, 1, 20), TestContext.Current.CancellationToken));
        var inlet = lsl.CreateInlet(infos[0], 360, 0, 1);
        Assert.Contains("<label>Cz</label>", Marshal.PtrToStringUTF8(lsl.Xml(lsl.FullInfo(inlet, 10, out _)))!.Replace(" ", "", StringComparison.Ordinal));
        var pulling = Task.Run(() => Enumerable.Range(0, Samples).Select(_ => Pull(lsl, inlet, type)).ToList(), TestContext.Current.CancellationToken);
        await outlet.WaitForConsumerAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < Samples; i += 10)
            if (type == SampleType.Text) outlet.Push([.. Enumerable.Range(i, 10).SelectMany(Texts)], 100 + ((i + 9) / 100.0));
            else outlet.Push<double>([.. Enumerable.Range(i, 10).SelectMany(Values)], 100 + ((i + 9) / 100.0));
        var pulled = await pulling;
        Assert.Equal(Enumerable.Range(0, Samples).Select(i => 100 + (i / 100.0)), pulled.Select(p => p.Stamp), (a, b) => Math.Abs(a - b) < 1e-9);
        if (type == SampleType.Text) Assert.Equal(Enumerable.Range(0, Samples).SelectMany(Texts), pulled.SelectMany(p => p.Texts));
        else Assert.Equal(Enumerable.Range(0, Samples).SelectMany(Values), pulled.SelectMany(p => p.Values));
        Assert.Equal(-ahead, lsl.TimeCorrection(inlet, 20, out _), 0.01);
        lsl.DestroyInlet(inlet);
    }

    [Fact]
    public async Task Seven_outlets_of_liblsl_are_found()
    {
        var (lsl, type) = (Liblsl.Load(), Guid.NewGuid().ToString("N"));
        var outlets = Enumerable.Range(0, 7).Select(i => lsl.CreateOutlet(lsl.CreateInfo($"o{i}", type, 1, 10, 1, $"{type}{i}"), 0, 360)).ToList();
        var found = await new LslResolver().FindAsync($"type='{type}'", TimeSpan.FromSeconds(20), 7, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"o{i}"), found.Select(s => s.Name));
        outlets.ForEach(o => lsl.DestroyOutlet(o));
    }

    private static (double Stamp, double[] Values, string[] Texts) Pull(Liblsl lsl, nint inlet, SampleType type)
    {
        if (type != SampleType.Text)
        {
            var values = new double[Channels];
            return (lsl.PullDoubles(inlet, values, Channels, 20, out _), values, []);
        }

        var texts = new nint[Channels];
        return (lsl.PullTexts(inlet, texts, Channels, 20, out _), [], [.. texts.Select(t => Marshal.PtrToStringUTF8(t)!)]);
    }

    private static double[] Values(int sample) => [.. Enumerable.Range(0, Channels).Select(c => (double)((sample * Channels + c) % 100))];

    private static string[] Texts(int sample) => [$"sample {sample}", $"{-sample}", ""];
}
