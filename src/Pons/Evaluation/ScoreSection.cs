using System.Text.Json;

namespace Pons.Evaluation;

/// <summary>What an evaluation says beyond scores of trials, such as letters that were spelled. Immutable.</summary>
public abstract record ScoreSection
{
    /// <summary>Its member in the JSON document, such as <c>spelling</c>.</summary>
    public abstract string Name { get; }

    /// <summary>As plain text for a terminal; ends with a line break.</summary>
    public abstract string ToText();

    /// <summary>Writes the value of its member.</summary>
    public abstract void WriteTo(Utf8JsonWriter json);
}
