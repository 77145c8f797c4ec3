namespace Pons.Formats.Bids.Validation;

/// <summary>What a channels.tsv says that other files are held against.</summary>
internal sealed class ChannelContent
{
    public List<ListedChannel> Channels { get; } = [];

    public int Count(IReadOnlyCollection<string> types) => Channels.Count(c => types.Contains(c.Type));

    public static (ChannelContent Content, Action<TableRow> Visit) Gather()
    {
        var content = new ChannelContent();
        var (name, type, rate) = (-2, -2, -2);
        return (content, row =>
        {
            if (name == -2)
            {
                (name, type, rate) = (row.IndexOf("name"), row.IndexOf("type"), row.IndexOf("sampling_frequency"));
                return;
            }

            content.Channels.Add(new(row[name] ?? BidsTable.NotAvailable, row[type] ?? "", row.Number(rate), row.Line));
        }
        );
    }
}
