using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pons.Formats.Bids;

/// <summary>
/// The name of a file in a BIDS data set, taken apart: entities, suffix, extension, as in
/// <c>sub-01_task-rest_run-2_eeg.json</c>. BIDS 1.11.1, "Filesystem structure" and "File naming". Immutable; equal when written alike.
/// </summary>
public sealed class BidsName : IEquatable<BidsName>
{
    private readonly string _text;

    private BidsName(ImmutableArray<(string Key, string Value)> entities, string suffix, string extension)
    {
        Entities = entities;
        Suffix = suffix;
        Extension = extension;
        _text = Compose(entities, suffix, extension);
    }

    /// <summary>Names a file that has no entity yet; add them by <see cref="With"/>.</summary>
    /// <param name="suffix">What the file is, such as <c>eeg</c>; letters and digits.</param>
    /// <param name="extension">Everything from the first dot on, such as <c>.tsv.gz</c>; may be empty.</param>
    /// <exception cref="ArgumentException">The suffix is no word, or the extension does not begin with a dot.</exception>
    public BidsName(string suffix, string extension)
        : this([], suffix, extension)
    {
        if (string.IsNullOrEmpty(suffix) || !suffix.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"A suffix is a word of letters and digits, not '{suffix}'.", nameof(suffix));
        if (extension.Length > 0 && extension[0] != '.')
            throw new ArgumentException($"An extension begins with a dot; '{extension}' does not.", nameof(extension));
    }

    /// <summary>The entities in the order in which they stand in the name.</summary>
    public ImmutableArray<(string Key, string Value)> Entities { get; }

    /// <summary>What the file is: the last word before the extension, such as <c>eeg</c> or <c>channels</c>.</summary>
    public string Suffix { get; }

    /// <summary>Everything from the first dot on, such as <c>.tsv.gz</c>; empty when there is no dot.</summary>
    public string Extension { get; }

    /// <summary>The subject's label, without <c>sub-</c>; <see langword="null"/> when the name has none.</summary>
    public string? Subject => this["sub"];

    /// <summary>The session's label, without <c>ses-</c>; <see langword="null"/> when the name has none.</summary>
    public string? Session => this["ses"];

    /// <summary>The task's label, without <c>task-</c>; <see langword="null"/> when the name has none.</summary>
    public string? Task => this["task"];

    /// <summary>The run's number as it is written, leading zeros kept; <see langword="null"/> when the name has none.</summary>
    public string? Run => this["run"];

    /// <summary>The value of an entity; <see langword="null"/> when the name has none of that key.</summary>
    /// <param name="key">Key of the entity, such as <c>acq</c>.</param>
    public string? this[string key]
    {
        get
        {
            foreach (var (name, value) in Entities)
                if (name == key) return value;
            return null;
        }
    }

    /// <summary>
    /// Takes a name apart by its punctuation alone: whether entities are known, allowed and in order is not asked, so that a wrong name
    /// can be talked about.
    /// </summary>
    /// <param name="fileName">Name without its folder.</param>
    /// <param name="name">The parts.</param>
    /// <returns>Whether the name is entities of the form <c>key-value</c> and a suffix, parted by underscores.</returns>
    public static bool TryParse(string fileName, [NotNullWhen(true)] out BidsName? name)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        name = null;
        var dot = fileName.IndexOf('.', StringComparison.Ordinal);
        var parts = (dot < 0 ? fileName : fileName[..dot]).Split('_');
        if (parts[^1].Length == 0 || parts[^1].Contains('-', StringComparison.Ordinal)) return false;
        var entities = ImmutableArray.CreateBuilder<(string, string)>(parts.Length - 1);
        foreach (var part in parts.AsSpan(0, parts.Length - 1))
        {
            var hyphen = part.IndexOf('-', StringComparison.Ordinal);
            if (hyphen <= 0) return false;
            entities.Add((part[..hyphen], part[(hyphen + 1)..]));
        }

        name = new(entities.MoveToImmutable(), parts[^1], dot < 0 ? "" : fileName[dot..]);
        return true;
    }

    /// <summary>
    /// Makes a label out of any text: letters of ASCII, digits and <c>+</c> stay, all else goes, and the letter behind it becomes a
    /// capital: <c>eyes open</c> gives <c>eyesOpen</c>.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>The label; empty when no letter and no digit of ASCII is in the text.</returns>
    public static string ToLabel(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var label = new StringBuilder(text.Length);
        var isNewWord = false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '+')
            {
                isNewWord = label.Length > 0;
                continue;
            }

            label.Append(isNewWord ? char.ToUpperInvariant(c) : c);
            isNewWord = false;
        }

        return label.ToString();
    }

    /// <summary>The same name with an entity set, at its place in the order of the specification.</summary>
    /// <param name="key">Key of the entity, such as <c>task</c>.</param>
    /// <param name="value">Its value; <see langword="null"/> takes the entity out.</param>
    /// <exception cref="ArgumentException">The specification has no such entity, or does not allow the value.</exception>
    public BidsName With(string key, string? value)
    {
        var entity = BidsEntity.Of(key) ?? throw new ArgumentException($"BIDS has no entity '{key}'.", nameof(key));
        if (value is not null && !entity.Allows(value))
            throw new ArgumentException($"'{value}' is no value of the entity '{key}': {ExpectedValue(entity)}.", nameof(value));
        var others = Entities.Where(e => e.Key != key);
        var all = value is null ? others : others.Append((Key: key, Value: value));
        return new([.. all.OrderBy(e => BidsEntity.PlaceOf(e.Key))], Suffix, Extension);
    }

    /// <summary>The same entities with another suffix and extension, as a side-car has them.</summary>
    /// <param name="suffix">What the other file is, such as <c>channels</c>.</param>
    /// <param name="extension">Everything from the first dot on.</param>
    /// <exception cref="ArgumentException">The suffix is no word, or the extension does not begin with a dot.</exception>
    public BidsName Beside(string suffix, string extension)
    {
        var bare = new BidsName(suffix, extension);
        return new(Entities, bare.Suffix, bare.Extension);
    }

    /// <inheritdoc/>
    public bool Equals(BidsName? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BidsName);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name as it is written.</summary>
    public override string ToString() => _text;

    private static string Compose(ImmutableArray<(string Key, string Value)> entities, string suffix, string extension)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in entities) text.Append(key).Append('-').Append(value).Append('_');
        return text.Append(suffix).Append(extension).ToString();
    }

    private static string ExpectedValue(BidsEntity entity) =>
        entity.IsIndex ? "digits only" : entity.Values.IsEmpty ? "letters, digits and + only" : $"one of {string.Join(", ", entity.Values)}";
}
