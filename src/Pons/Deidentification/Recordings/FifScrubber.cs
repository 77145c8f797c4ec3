using System.Buffers.Binary;
using System.Globalization;
using Pons.Formats;
using Pons.Formats.Fif;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// FIF: what is said of the subject, the experimenter, the project and the device becomes tags without meaning, dates and identifiers of
/// files move, texts are rewritten; every tag keeps its place and size. The format breaks for dates before 1902.
/// </summary>
internal sealed class FifScrubber : IdentityScrubber
{
    private const int MostTagBytes = 1 << 26;
    private const int DirectoryPointer = 101, Directory = 102, FreeBlock = 106, Nop = 108, Creator = 113, IdStruct = 31, DirectoryEntry = 32, ChannelStruct = 30;

    /// <summary>Tags that say nothing but who, where or with which device, by what they are (FIFF dictionary).</summary>
    private static readonly Dictionary<int, (string Where, IdentityKind Kind)> Personal = new()
    {
        [FifKind.DeviceSerial] = ("device serial", IdentityKind.SerialNumber),
        [FifKind.DeviceSite] = ("device site", IdentityKind.Institution),
        [158] = ("identifier of the original file", IdentityKind.UniqueId),
        [FifKind.UtcOffset] = ("time zone", IdentityKind.Address),
        [FifKind.Experimenter] = ("experimenter", IdentityKind.PersonName),
        [FifKind.SubjectId] = ("subject: number", IdentityKind.RecordNumber),
        [FifKind.FirstName] = ("subject: first name", IdentityKind.PersonName),
        [FifKind.MiddleName] = ("subject: middle name", IdentityKind.PersonName),
        [FifKind.LastName] = ("subject: last name", IdentityKind.PersonName),
        [FifKind.BirthDay] = ("subject: birth date", IdentityKind.Date),
        [FifKind.Sex] = ("subject: sex", IdentityKind.BodyDetail),
        [FifKind.Hand] = ("subject: hand", IdentityKind.BodyDetail),
        [FifKind.Weight] = ("subject: weight", IdentityKind.BodyDetail),
        [FifKind.Height] = ("subject: height", IdentityKind.BodyDetail),
        [FifKind.SubjectComment] = ("subject: comment", IdentityKind.FreeText),
        [FifKind.HospitalId] = ("subject: hospital number", IdentityKind.RecordNumber),
        [FifKind.ProjectId] = ("project: number", IdentityKind.RecordNumber),
        [FifKind.ProjectName] = ("project: name", IdentityKind.FreeText),
        [FifKind.ProjectAim] = ("project: aim", IdentityKind.FreeText),
        [FifKind.ProjectPersons] = ("project: persons", IdentityKind.PersonName),
        [FifKind.ProjectComment] = ("project: comment", IdentityKind.FreeText),
    };

    /// <inheritdoc/>
    public override string Format => "FIF";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.FirstBytes.Span is [0, 0, 0, FifKind.FileId, 0, 0, 0, IdStruct, 0, 0, 0, 20, ..];

    /// <inheritdoc/>
    /// <remarks>A file with events or matrices only is no recording by itself.</remarks>
    public override bool OpensAsRecording(RecordingFiles files)
    {
        using var file = files.OpenMain();
        var root = FifTree.Read(file, files.Name).Root;
        return root.All(FifBlock.RawData).Concat(root.All(FifBlock.ContinuousData)).Concat(root.All(FifBlock.ShieldedRawData)).Any();
    }

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var tags = Tags(source, files.Name);
        var move = Move(source, tags, scribe);
        var target = files.Create(files.Name);
        var removed = tags.Where(t => IsPersonal(t) && IsUsed(source, t)).Select(t => t.Tag.Position).ToHashSet();
        foreach (var entry in tags) new Copy(files, source, target, move, removed, scribe).Tag(entry);
        var end = tags[^1].Tag.DataPosition + tags[^1].Tag.Size;
        if (end >= source.Length) return;
        var rest = new byte[Math.Min(source.Length - end, 1 << 16)];
        source.Position = end;
        source.ReadExactly(rest);
        scribe.Cut("behind the last tag", end, rest);
        scribe.Note($"Cut off: {source.Length - end} bytes behind the last tag.");
    }

    private static List<Entry> Tags(Stream source, string name)
    {
        var tags = new List<Entry>();
        Span<byte> head = stackalloc byte[FifTag.HeadBytes];
        for (var position = 0L; ;)
        {
            source.Position = position;
            if (source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length) throw Torn(name, position);
            var tag = new FifTag(position, I32(head), I32(head[4..]), I32(head[8..]));
            var next = I32(head[12..]);
            if (tag.Size < 0 || tag.Size > source.Length - tag.DataPosition) throw Torn(name, position);
            var end = tag.DataPosition + tag.Size;
            var follows = next < 0 ? -1 : next == 0 ? end : next;
            if (follows >= 0 && follows < end) throw Torn(name, position);
            var isLast = follows < 0 || follows >= source.Length;
            // The directory stands behind the tag that ends the chain.
            if (isLast && DirectoryAt(source, tags) is { } directory && directory >= end) (isLast, follows) = (false, directory);
            tags.Add(new(tag, next, isLast ? end : follows));
            if (isLast) return tags;
            position = follows;
        }
    }

    private static long? DirectoryAt(Stream source, List<Entry> tags)
    {
        var pointer = tags.FirstOrDefault(t => t.Tag.Kind == DirectoryPointer && t.Tag.Size == 4);
        if (pointer.Tag.Size != 4 || tags.Exists(t => t.Tag.Kind == Directory)) return null;
        var at = I32(Data(source, pointer.Tag));
        return at > 0 && at <= source.Length - FifTag.HeadBytes ? at : null;
    }

    /// <summary>All times of a file move alike, since annotations count from them; the start of the recording lands on midnight.</summary>
    private static TimeSpan? Move(Stream source, List<Entry> tags, Scribe scribe)
    {
        var times = tags.Where(t => t.Tag.Kind == FifKind.MeasurementDate && t.Tag.Size >= 4).Select(t => Time(Data(source, t.Tag), 0)).Order()
            .Concat(tags.Where(t => t.Tag.Type == IdStruct && t.Tag.Size == 20).Select(t => Time(Data(source, t.Tag), 12))).OfType<DateTime>().ToList();
        if (times.Count == 0) return null;
        if (scribe.Date("start", null, DateOnly.FromDateTime(times[0])) is not { } day) return null;
        return times[0] - day.ToDateTime(scribe.TimeOfDay("start", null, TimeOnly.FromDateTime(times[0])));
    }

    private static bool IsPersonal(Entry entry) => Personal.ContainsKey(entry.Tag.Kind) && entry.Tag.Size > 0;

    private static bool IsUsed(Stream source, Entry entry) => entry.Tag.Type != FifType.Text || Data(source, entry.Tag).AsSpan().IndexOfAnyExcept((byte)0, (byte)' ') >= 0;

    private static byte[] Data(Stream source, FifTag tag)
    {
        var data = new byte[Math.Min(tag.Size, MostTagBytes)];
        source.Position = tag.DataPosition;
        source.ReadExactly(data);
        return data;
    }

    /// <summary>Seconds and microseconds since 1970; <see langword="null"/> for what stands for none.</summary>
    private static DateTime? Time(ReadOnlySpan<byte> data, int at)
    {
        var (seconds, micros) = (I32(data[at..]), data.Length >= at + 8 ? I32(data[(at + 4)..]) : 0);
        return seconds is 0 or int.MinValue ? null : DateTime.UnixEpoch.AddSeconds(seconds).AddMicroseconds(micros is > 0 and < 1_000_000 ? micros : 0);
    }

    private static int I32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes);

    private static RecordingFormatException Torn(string name, long at) => new(name, at, "A tag reaches beyond the end of the file, or leads back.",
        "What follows is unknown.", "Save the recording again.");

    /// <summary>A tag, the place that it names as the next, and where its slack ends.</summary>
    private readonly record struct Entry(FifTag Tag, int Next, long End);

    private sealed class Copy(ScrubbedFiles files, Stream source, Stream target, TimeSpan? move, HashSet<long> removed, Scribe scribe)
    {
        public void Tag(Entry entry)
        {
            var tag = entry.Tag;
            var isRemoved = removed.Contains(tag.Position);
            Span<byte> head = stackalloc byte[FifTag.HeadBytes];
            BinaryPrimitives.WriteInt32BigEndian(head, isRemoved ? Nop : tag.Kind);
            BinaryPrimitives.WriteInt32BigEndian(head[4..], isRemoved ? FifType.Byte : tag.Type);
            BinaryPrimitives.WriteInt32BigEndian(head[8..], tag.Size);
            BinaryPrimitives.WriteInt32BigEndian(head[12..], entry.Next);
            target.Write(head);
            source.Position = tag.DataPosition;
            if (tag.Kind == FifKind.Buffer || (tag.Size > MostTagBytes && tag.Type is not (FifType.Text or FifType.Byte)))
                files.CopySamples(source, target, tag.Size, files.Name);
            else if (isRemoved) Remove(tag);
            else Rewrite(tag);
            Slack(tag.DataPosition + tag.Size, entry.End);
        }

        private void Remove(FifTag tag)
        {
            var (where, kind) = Personal[tag.Kind];
            var data = Data(source, tag);
            var value = tag.Type switch
            {
                FifType.Text => TextBytes.Decode(data, out _).Trim(' ', '\0'),
                FifType.JulianDay when tag.Size >= 4 => Day(I32(data)),
                FifType.Int when tag.Size >= 4 => I32(data).ToString(CultureInfo.InvariantCulture),
                _ => Convert.ToHexString(data),
            };
            scribe.LearnFrom(value);
            if (tag.Kind is FifKind.HospitalId or FifKind.SubjectId or FifKind.LastName) scribe.Declare(value);
            scribe.Holds(where, tag.DataPosition, kind, value, ofSubject: tag.Kind is >= FifKind.SubjectId and <= FifKind.HospitalId,
                isLookedFor: tag.Type is FifType.Text or FifType.JulianDay);
            target.Write(new byte[tag.Size]);
        }

        private void Rewrite(FifTag tag)
        {
            if (tag.Size > MostTagBytes)
                throw new RecordingFormatException(files.Name, tag.Position, $"A tag of text has {tag.Size} bytes.", "It is read as a whole.", "Save the recording again without it.");
            var data = Data(source, tag);
            switch (tag.Type)
            {
                case FifType.Text when tag.Kind == FifKind.ReferenceName:
                    FileName(data, tag);
                    break;
                case FifType.Text:
                    FixedLines(data, tag.Kind == Creator ? "creator" : tag.Kind == FifKind.Comment ? "comment" : "text", tag.DataPosition);
                    break;
                case IdStruct when tag.Size == 20:
                    Identifier(data, tag);
                    break;
                case ChannelStruct when tag.Size >= 96:
                    scribe.FixedText("channel label", tag.DataPosition + 80, data.AsSpan(80, 16), 0);
                    break;
                case DirectoryEntry:
                    Directories(data);
                    break;
                case FifType.Byte:
                    Opaque(data, tag);
                    break;
                default:
                    if (tag.Kind == FifKind.MeasurementDate && tag.Size >= 4) WriteTime(data, 0);
                    break;
            }

            target.Write(data);
        }

        /// <summary>Version, two words that name the computer, and a time.</summary>
        private void Identifier(byte[] data, FifTag tag)
        {
            if (data.AsSpan(4, 8).IndexOfAnyExcept((byte)0) >= 0
                && scribe.Holds("identifier: computer", tag.DataPosition + 4, IdentityKind.NetworkAddress, Convert.ToHexString(data, 4, 8), isLookedFor: false))
                data.AsSpan(4, 8).Clear();
            WriteTime(data, 12);
        }

        private void WriteTime(byte[] data, int at)
        {
            if (Time(data.AsSpan(), at) is not { } time) return;
            scribe.Date("time", null, DateOnly.FromDateTime(time));
            if (scribe.Pass != ScrubPass.Write) return;
            var moved = move is { } by ? time - by : DateTime.UnixEpoch;
            var seconds = (long)Math.Floor((moved - DateTime.UnixEpoch).TotalSeconds);
            // What would lie before 1902 has no number of 32 bits: it becomes unknown.
            BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(at), seconds is > int.MinValue and <= int.MaxValue ? (int)seconds : 0);
            if (data.Length >= at + 8) BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(at + 4), (int)((moved.Ticks % TimeSpan.TicksPerSecond) / 10));
        }

        private void FileName(byte[] data, FifTag tag)
        {
            var name = TextBytes.Decode(data, out _).TrimEnd('\0');
            var now = TextBytes.Encode(scribe.FileName("reference to a file of the recording", tag.DataPosition, name), System.Text.Encoding.UTF8);
            if (now.Length == name.Length)
            {
                now.CopyTo(data, 0);
                return;
            }

            if (scribe.Pass == ScrubPass.Write)
                throw new RecordingFormatException(files.Name, tag.Position, "The recording goes on in a file whose new name has another length.",
                    "The name stands in a place of fixed size.", "Rename the files first so that their names point to nobody.");
        }

        private void Directories(byte[] data)
        {
            for (var at = 0; at + 16 <= data.Length; at += 16)
            {
                if (!removed.Contains(I32(data.AsSpan(at + 12)))) continue;
                BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(at), Nop);
                BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(at + 4), FifType.Byte);
            }
        }

        /// <summary>Bytes without a stated meaning: text is rewritten, free space emptied, anything else refused.</summary>
        private void Opaque(byte[] data, FifTag tag)
        {
            if (tag.Kind is Nop or FreeBlock) scribe.Unused("free block", tag.DataPosition, data);
            else if (SideFiles.PlainTextScrubber.IsText(data.AsSpan().TrimEnd((byte)0))) FixedLines(data, "text", tag.DataPosition);
            else
                throw new RecordingFormatException(files.Name, tag.Position, $"A tag of kind {tag.Kind} holds {tag.Size} bytes without a stated meaning.",
                    "They may hold anything.", "Save the recording again without it.");
        }

        /// <summary>Line by line, since a note may follow its key.</summary>
        private void FixedLines(byte[] data, string where, long at)
        {
            for (var start = 0; start < data.Length;)
            {
                var end = data.AsSpan(start).IndexOf((byte)'\n');
                end = end < 0 ? data.Length : start + end;
                if (end > start) scribe.FixedText(where, at + start, data.AsSpan(start, end - start));
                start = end + 1;
            }
        }

        private void Slack(long from, long to)
        {
            if (to <= from) return;
            var slack = new byte[Math.Min(to - from, MostTagBytes)];
            source.Position = from;
            source.ReadExactly(slack);
            scribe.Unused("between tags", from, slack);
            target.Write(slack);
            for (var left = to - from - slack.Length; left > 0; left -= Math.Min(left, MostTagBytes)) target.Write(new byte[Math.Min(left, MostTagBytes)]);
        }

        /// <summary>Julian day numbers begin at noon of 4713 BC; day 1 721 426 is the first of year 1.</summary>
        private static string Day(int julian) =>
            julian - 1_721_426 is >= 0 and <= 3_652_058 and var day ? DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : julian.ToString(CultureInfo.InvariantCulture);
    }
}
