using System.Buffers.Binary;
using System.Text;
using Pons.Formats;
using Pons.Formats.Intan;

namespace Pons.Deidentification.Recordings;

/// <summary>Intan RHD and RHS: the three notes, the reference, and names of groups and channels, all texts of UTF-16; samples are copied.</summary>
internal sealed class IntanScrubber : IdentityScrubber
{
    /// <inheritdoc/>
    public override string Format => "Intan";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => IntanFiles.IsHeader(files.FirstBytes.Span);

    /// <inheritdoc/>
    /// <remarks>The header of a folder with files of samples is called info.</remarks>
    public override IReadOnlyList<string> Companions(RecordingFiles files) =>
        Path.GetFileNameWithoutExtension(files.Name).Equals("info", StringComparison.OrdinalIgnoreCase)
            ? [.. files.Names.Where(n => !n.Contains('/', StringComparison.Ordinal) && n.EndsWith(".dat", StringComparison.OrdinalIgnoreCase))] : [];

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        foreach (var name in Companions(files.Source))
        {
            using var samples = files.Source.Open(name, "the samples");
            files.CopySamples(samples, files.Create(name), samples.Length, name);
        }

        using var source = files.Source.OpenMain();
        var (_, setup) = IntanHeaderReader.Read(source, files.Name);
        var bytes = new byte[setup.HeaderBytes];
        source.Position = 0;
        source.ReadExactly(bytes);
        var written = new Header(bytes, scribe).Scrub(setup.IsStimulator);
        var target = files.Create(files.Name);
        target.Write(written);
        files.CopySamples(source, target, source.Length - bytes.Length, files.Name);
    }

    /// <summary>The header from its start; the numbers between the texts are copied.</summary>
    private sealed class Header(byte[] bytes, Scribe scribe)
    {
        private const int Magic = 4, Version = 4, Rate = 4, Filters = 36, FiltersOfStimulator = 44, Stimulator = 16, Notes = 3;

        private readonly ByteBuilder _result = new(bytes.Length);
        private int _at;

        public byte[] Scrub(bool isStimulator)
        {
            Numbers(Magic);
            var (major, minor) = (Int16(0), Int16(2));
            Numbers(Version + Rate + (isStimulator ? FiltersOfStimulator + Stimulator : Filters));
            for (var note = 0; note < Notes; note++) Text("note");
            Board(isStimulator, major, minor);
            Groups(isStimulator);
            return _result.ToArray();
        }

        /// <summary>Versions added to the header: temperature sensors in 1.1, board mode in 1.3, reference in 2.0.</summary>
        private void Board(bool isStimulator, int major, int minor)
        {
            bool IsFrom(int other) => major > 1 || (major == 1 && minor >= other);
            Numbers(isStimulator ? 4 : (IsFrom(1) ? 2 : 0) + (IsFrom(3) ? 2 : 0));
            if (isStimulator || major > 1) Text("reference");
        }

        private void Groups(bool isStimulator)
        {
            var count = Int16(0);
            Numbers(2);
            for (var group = 0; group < count; group++)
            {
                Text("group of channels");
                Text("group of channels");
                var (isOn, channels) = (Int16(0), Int16(2));
                Numbers(6);
                for (var channel = 0; isOn > 0 && channel < channels; channel++)
                {
                    Text("channel label");
                    Text("channel label");
                    Numbers(isStimulator ? 30 : 28);
                }
            }
        }

        private void Text(string where)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(_at));
            if (length is 0 or uint.MaxValue)
            {
                Numbers(4);
                return;
            }

            var text = Encoding.Unicode.GetString(bytes, _at + 4, (int)length);
            var written = Encoding.Unicode.GetBytes(scribe.Text(where, _at + 4, text));
            Span<byte> head = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)written.Length);
            _result.Write(head);
            _result.Write(written);
            _at += 4 + (int)length;
        }

        private int Int16(int ahead) => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(_at + ahead));

        private void Numbers(int count)
        {
            _result.Write(bytes.AsSpan(_at, count));
            _at += count;
        }
    }
}
