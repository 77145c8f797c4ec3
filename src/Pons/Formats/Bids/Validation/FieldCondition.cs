using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>Fields that are asked for when another field is stated, or has a value.</summary>
internal sealed class FieldCondition(JsonPart part)
{
    private readonly string _field = part["field"]!.Text;
    private readonly string? _value = part["is"]?.Text;

    public ImmutableArray<string> Required { get; } = part.Words("required");

    public ImmutableArray<string> Recommended { get; } = part.Words("recommended");

    public bool Holds(Func<string, JsonPart?> field) => field(_field) is { } stated && (_value is null || stated.IsText(_value));

    public override string ToString() => _value is null ? _field : $"{_field} = {_value}";
}
