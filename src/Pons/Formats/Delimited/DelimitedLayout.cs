using System.Collections.Immutable;
using System.Text;

namespace Pons.Formats.Delimited;

/// <summary>How the rows of a text become samples.</summary>
internal sealed class DelimitedLayout
{
    /// <summary>Lays out the columns.</summary>
    /// <param name="dialect">How cells are parted.</param>
    /// <param name="columns">The columns in order; those behind the last one that is used may be left out.</param>
    /// <param name="dataOffset">Where the first row begins.</param>
    public DelimitedLayout(DelimitedDialect dialect, ImmutableArray<DelimitedColumn> columns, long dataOffset)
    {
        (Dialect, Columns, DataOffset) = (dialect, columns, dataOffset);
        Channels = [.. columns.Where(c => c.Role == DelimitedRole.Channel)];
        Gains = [.. Channels.Select(c => ChannelUnit.Of(c.Unit).Factor)];
        Details = [.. Channels.Select(c => new RecordedChannel { SourceLabel = c.Name })];
        Targets = new int[columns.Where(c => c.Role == DelimitedRole.Channel).Select(c => c.Index).DefaultIfEmpty(-1).Max() + 1];
        Array.Fill(Targets, -1);
        for (var i = 0; i < Channels.Length; i++) Targets[Channels[i].Index] = i;
    }

    public DelimitedDialect Dialect { get; }

    public ImmutableArray<DelimitedColumn> Columns { get; }

    /// <summary>Where the first row begins, in bytes.</summary>
    public long DataOffset { get; }

    /// <summary>How letters are encoded.</summary>
    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>The columns whose numbers are samples.</summary>
    public ImmutableArray<DelimitedColumn> Channels { get; }

    /// <summary>What the numbers of each channel are multiplied with; by itself what their units say.</summary>
    public ImmutableArray<double> Gains { get; init; }

    /// <summary>What the file says of each channel; by itself its name.</summary>
    public ImmutableArray<RecordedChannel> Details { get; init; }

    /// <summary>For each column up to the last channel: the number of its channel, −1 for none.</summary>
    public int[] Targets { get; }

    /// <summary>The column of times, if there is one.</summary>
    public DelimitedColumn? Time => Columns.FirstOrDefault(c => c.Role == DelimitedRole.Time);

    /// <summary>Seconds of one unit of the times.</summary>
    public double SecondsPerUnit { get; init; } = 1;

    /// <summary>The first time, in its own unit.</summary>
    public double FirstTime { get; init; }

    /// <summary>Whether the words of a marker column are notes, each one a marker, as in files that Pons wrote.</summary>
    public bool HasNotes { get; init; }

    /// <summary>The cell of a column; empty when the row is too short.</summary>
    public ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> row, int column)
    {
        for (var hasMore = true; hasMore; column--)
        {
            var cell = Dialect.Take(ref row, out hasMore);
            if (column == 0) return cell;
        }

        return [];
    }
}
