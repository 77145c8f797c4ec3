using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pons.Formats;

namespace Pons.Deidentification.SideFiles;

/// <summary>JSON, such as the side files of BIDS: strings are rewritten where they stand, everything between them stays byte for byte.</summary>
internal sealed class JsonScrubber : IdentityScrubber
{
    private const long MostBytes = 1 << 26;

    /// <inheritdoc/>
    public override string Format => "JSON";

    /// <inheritdoc/>
    public override bool OpensAsRecording(RecordingFiles files) => false;

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.Extension is ".json" or ".jsonld" or ".geojson" or ".oebin" && !files.FirstBytes.IsEmpty;

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        var bytes = files.ReadAll(MostBytes);
        var text = TextBytes.DecodeFile(bytes, out var encoding, out var mark) ?? throw NotJson(files.Name, 0, "it holds bytes that are no text");
        var target = files.Create(files.Name);
        target.Write(bytes.AsSpan(0, mark));
        target.Write(TextBytes.Encode(Encoding.UTF8.GetString(new Walk(Encoding.UTF8.GetBytes(text), scribe, files.Name).Run()), encoding));
    }

    private static RecordingFormatException NotJson(string name, long? at, string what) =>
        new(name, at, $"This is no JSON: {what}.", "What it holds is therefore unknown.", "Mend the file.");

    private sealed class Walk(byte[] json, Scribe scribe, string name)
    {
        private readonly ArrayBufferWriter<byte> _result = new();
        private readonly List<string> _keys = [];
        private string _key = "";
        private int _copied;

        public ReadOnlySpan<byte> Run()
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true });
            try
            {
                while (reader.Read()) Token(ref reader);
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException)
            {
                throw NotJson(name, reader.TokenStartIndex, fault.Message);
            }

            _result.Write(json.AsSpan(_copied));
            return _result.WrittenSpan;
        }

        private void Token(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    _keys.Add(_key);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _keys.RemoveAt(_keys.Count - 1);
                    break;
                case JsonTokenType.PropertyName:
                    _key = reader.GetString()!;
                    Replace(reader, _key, scribe.Text("key", reader.TokenStartIndex, _key, knownOnly: true));
                    return;
                case JsonTokenType.String:
                    var text = reader.GetString()!;
                    Replace(reader, text, Value(text, reader.TokenStartIndex));
                    break;
                case JsonTokenType.Number:
                    var number = Encoding.ASCII.GetString(reader.ValueSpan);
                    Replace(reader, number, Number(number, reader.TokenStartIndex));
                    break;
                case JsonTokenType.Comment:
                    var comment = reader.GetComment();
                    Replace(reader, comment, scribe.Text("comment", reader.TokenStartIndex, comment), isComment: true);
                    break;
            }

            // Elements of a list belong to the key of the list.
            _key = _keys.Count > 0 ? _keys[^1] : "";
        }

        private string Value(string text, long at)
        {
            if (_keys.Any(scribe.Rules.IsKeptKey) || scribe.Rules.IsKeptKey(_key)) return scribe.Text("text", at, text, knownOnly: true);
            var field = Field();
            return field is not null ? scribe.NamedValue("named field", at, field, text, "n/a") : scribe.Text("text", at, text);
        }

        /// <summary>A key by its own name, or by that of the object around it and its own: <c>Patient</c>, <c>Name</c>.</summary>
        private IdentityField? Field() =>
            scribe.Rules.FieldNamed(_key) ?? (_keys.Count > 0 && _keys[^1].Length > 0 ? scribe.Rules.FieldNamed(_keys[^1] + "_" + _key) : null);

        private string Number(string number, long at)
        {
            if (Field() is { } field) return scribe.NamedValue("named field", at, field, number, "n/a");
            if (_key.Equals("age", StringComparison.OrdinalIgnoreCase)) return scribe.Age("age", at, number);
            return number.Length >= 8 && number.All(char.IsAsciiDigit) ? scribe.Text("number", at, number) : number;
        }

        private void Replace(Utf8JsonReader reader, string old, string now, bool isComment = false)
        {
            if (scribe.Pass != ScrubPass.Write || old == now) return;
            var start = (int)reader.TokenStartIndex;
            _result.Write(json.AsSpan(_copied, start - _copied));
            _copied = start + TokenLength(reader, isComment);
            if (isComment) _result.Write(Encoding.UTF8.GetBytes(json[start + 1] == '*' ? $"/*{now}*/" : $"//{now}"));
            else if (reader.TokenType == JsonTokenType.Number && double.TryParse(now, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                _result.Write(Encoding.UTF8.GetBytes(now));
            else _result.Write(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(now, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""));
        }

        /// <summary>Strings stand between quotes, comments between their marks.</summary>
        private static int TokenLength(Utf8JsonReader reader, bool isComment)
        {
            var length = reader.ValueSpan.Length;
            if (isComment) return (int)(reader.BytesConsumed - reader.TokenStartIndex);
            return reader.TokenType == JsonTokenType.Number ? length : length + 2;
        }
    }
}
