using System.Xml.Linq;

namespace Pons.Formats.Xdf;

/// <summary>All that the file holds of one stream, gathered chunk by chunk.</summary>
internal sealed class XdfStreamRecord(XdfStreamDescription description, XdfRowIndex? rows)
{
    public XdfStreamDescription Description { get; } = description;

    /// <summary>Where the samples of a numeric stream lie; <see langword="null"/> for markers.</summary>
    public XdfRowIndex? Rows { get; } = rows;

    /// <summary>What a stream of markers holds: time stamp and texts.</summary>
    public List<XdfNote> Notes { get; } = [];

    /// <summary>Time on the stream's clock and offset at that time.</summary>
    public List<(double Time, double Offset)> Offsets { get; } = [];

    /// <summary>The footer; <see langword="null"/> when there is none that can be read.</summary>
    public XElement? Footer { get; set; }

    /// <summary>Samples by the heads of the chunks.</summary>
    public long StatedCount { get; set; }

    /// <summary>Bytes of the longest chunk of samples.</summary>
    public long LongestChunk { get; set; }

    /// <summary>Time stamp of the last note.</summary>
    public double LastNote { get; set; }
}
