using Pons.Server.Live;

namespace Pons.Server.Tests.Live;

public sealed class BinaryMessagesTests
{
    [Fact]
    public void A_block_has_the_documented_bytes()
    {
        var bytes = BinaryMessages.Block([1f, -2f], channels: 2, firstSampleIndex: 0x0102030405, timeSeconds: 1.5, missingBefore: 7);
        Assert.Equal(
            "01" + "01" + "0200" + "01000000" + "0504030201000000" + "000000000000F83F" + "07000000" + "0000803F" + "000000C0",
            Convert.ToHexString(bytes));
    }

    [Fact]
    public void Spectra_have_the_documented_bytes()
    {
        var bytes = BinaryMessages.Spectra([1f, 2f, 3f, 4f], channels: 2, binHz: 0.5);
        Assert.Equal(
            "02" + "01" + "0200" + "0200" + "0000" + "000000000000E03F" + "0000803F" + "00000040" + "00004040" + "00008040",
            Convert.ToHexString(bytes));
    }

    [Fact]
    public void More_missing_samples_leave_the_shared_message_alone()
    {
        var shared = BinaryMessages.Block([1f], 1, 0, 0, missingBefore: 3);
        var own = BinaryMessages.WithMoreMissing(shared, 5);
        Assert.Equal(3, BinaryMessages.MissingOf(shared));
        Assert.Equal(8, BinaryMessages.MissingOf(own));
        Assert.Equal(shared[28..], own[28..]);
    }

    [Fact]
    public void A_missing_count_beyond_32_bits_stays_the_largest() =>
        Assert.Equal(uint.MaxValue, BinaryMessages.MissingOf(BinaryMessages.Block([1f], 1, 0, 0, missingBefore: 1L << 40)));
}
