using Pons.Devices.Emulation;

namespace Pons.Tests.Devices;

/// <summary>Rows made quickly are those of the formula.</summary>
public sealed class EmulatedSignalTests
{
    [Theory]
    [InlineData(1, 250, 0)]
    [InlineData(7, 256, 1_000_000_007)]
    [InlineData(70, 1000, 95)]
    [InlineData(129, 30_000, 2_990)]
    [InlineData(64, 250.5, 10_000)]
    [InlineData(3, 0.5, 4)]
    public void Rows_hold_the_value_of_each_sample_and_channel(int channels, double rateHz, long first)
    {
        var signal = new EmulatedSignal(channels, rateHz);
        var rows = new float[20 * channels];
        signal.Fill(first, rows);
        for (var i = 0; i < rows.Length; i++) Assert.Equal(signal.Value(first + i / channels, i % channels), rows[i]);
    }

    [Fact]
    public void A_value_is_the_rhythm_and_the_sawtooth_to_the_nearest_step()
    {
        var signal = new EmulatedSignal(64, 1000);
        for (var sample = 0L; sample < 3000; sample += 7)
        {
            var exact = Math.Sin(2 * Math.PI * (sample / 100.0 + 5 / 7.0)) * 45 + (sample + 65) % 512 / 16.0;
            Assert.Equal(exact, signal.Value(sample, 5), EmulatedSignal.Step / 2 + 1e-5);
        }
    }
}
