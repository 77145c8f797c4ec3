using System.Text;
using Pons.Decoding;
using Pons.Pipelines;
using Pons.Sessions.Ledger;
using Pons.Streams;

namespace Pons.Tests.Sessions;

public sealed class SessionLedgerTests
{
    private static readonly LedgerEntry[] Entries =
    [
        new LedgerHeader("x.xdf", "Pons 0", new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(8)), "computer") { HostNanoseconds = 1 },
        new LedgerStream("EEG", "rda://", "EEG", "", 3, 500, "Float32") { HostNanoseconds = 2 },
        new LedgerGap("EEG", 17, 3, "Counter", false) { HostNanoseconds = 3 },
        new LedgerNotice("EEG", "Lost", "脱线", 0) { HostNanoseconds = 4 },
        new LedgerClock("EEG", 1.5, -12345.678901234567, -3.25, 0.001, "Steady") { HostNanoseconds = long.MaxValue },
        new LedgerNote("line\nbreak \"quoted\"") { HostNanoseconds = 6 },
        new LedgerAlarm("DiskFull", "no room") { HostNanoseconds = 7 },
        new LedgerEnd(99, [new("EEG", 100, 3, 1, 0)], 0) { HostNanoseconds = 8 },
    ];

    [Fact]
    public void Entries_come_back_as_they_were()
    {
        var ledger = SessionLedger.Read(Written(Entries));
        Assert.Empty(ledger.Warnings);
        Assert.Equal(Entries.Take(7), ledger.Entries.Take(7));
        Assert.Equal(((LedgerEnd)Entries[7]).Streams, ledger.End!.Streams);
    }

    [Fact]
    public void Decisions_keep_their_probabilities_to_the_last_bit()
    {
        var decision = new Decision(
            new(new ClockId("device"), 1_234_567_890), 100, 350, new([new ClassLabel("left"), new ClassLabel("right")], [1 / 3.0, 2 / 3.0]), "abc", new ClassLabel("left"),
            [new StageStamp("decode", new(1234))])
        { CueSampleIndex = 99 };
        var entry = LedgerDecision.Of("EEG", decision);
        var read = Assert.IsType<LedgerDecision>(Assert.Single(SessionLedger.Read(Written([entry])).Entries));
        Assert.Equal((entry.Label, entry.Truth, entry.StreamNanoseconds, entry.CueSampleIndex), (read.Label, read.Truth, read.StreamNanoseconds, read.CueSampleIndex));
        Assert.Equal(entry.Probabilities, read.Probabilities);
        Assert.Equal(entry.Stages, read.Stages);
    }

    [Fact]
    public void Ledger_that_is_torn_at_any_byte_is_read_up_to_there()
    {
        var whole = Written(Entries).ToArray();
        for (var length = 0; length <= whole.Length; length++)
        {
            var ledger = SessionLedger.Read(new MemoryStream(whole, 0, length));
            var lines = whole.AsSpan(0, length).Count((byte)'\n');
            Assert.Equal(lines, ledger.Entries.Length);
            Assert.Equal(length > 0 && whole[length - 1] != (byte)'\n', ledger.Warnings.Any(w => w.Contains("torn", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Random_bytes_give_warnings_and_nothing_else()
    {
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            Assert.Empty(SessionLedger.Read(new MemoryStream([.. "{\"entry\":\"later\"}\n{}\nnull\n"u8, .. bytes])).Entries);
        }
    }

    [Fact]
    public void Lines_wait_while_the_disk_is_full()
    {
        var disk = new FullStream();
        using var writer = new LedgerWriter(disk);
        writer.Append(Entries[0]);
        Assert.True(writer.TryFlush());
        disk.IsFull = true;
        writer.Append(Entries[1]);
        Assert.False(writer.TryFlush());
        writer.Append(Entries[2]);
        disk.IsFull = false;
        Assert.True(writer.TryFlush());
        Assert.True(writer.TryFlush());
        Assert.Equal(Entries.Take(3), SessionLedger.Read(new MemoryStream(disk.ToArray())).Entries);
    }

    private static MemoryStream Written(LedgerEntry[] entries)
    {
        var file = new MemoryStream();
        var writer = new LedgerWriter(file);
        foreach (var entry in entries) writer.Append(entry);
        Assert.True(writer.TryFlush());
        Assert.DoesNotContain("\\u", Encoding.UTF8.GetString(file.ToArray()), StringComparison.Ordinal);
        file.Position = 0;
        return file;
    }

    private sealed class FullStream : MemoryStream
    {
        public bool IsFull { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(IsFull ? buffer[..(buffer.Length / 2)] : buffer);
            if (IsFull) throw new IOException("No space left on device");
        }
    }
}
