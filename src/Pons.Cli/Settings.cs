using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;

namespace Pons.Cli;

/// <summary>
/// Options whose value comes from the flag, else from the environment (<c>PONS_</c> and the name in capitals), else from
/// <c>pons.json</c> in the working folder, else from the default.
/// </summary>
internal static class Settings
{
    private const string FileName = "pons.json";

    public static Option<T> Option<T>(string name, string description, T fallback)
    {
        var key = name.TrimStart('-');
        return new Option<T>(name)
        {
            Description = $"{description} ({EnvironmentName(key)})",
            DefaultValueFactory = _ => Read(key, fallback),
        };
    }

    /// <summary>Refuses values outside a range, as wrong usage.</summary>
    public static Option<T> Within<T>(this Option<T> option, T lowest, T highest)
        where T : IComparable<T>
    {
        option.Validators.Add(result =>
        {
            if (TryRead<T>(result) is { } value && (value.CompareTo(lowest) < 0 || value.CompareTo(highest) > 0))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {value}, but must lie between {lowest} and {highest}."));
        });
        return option;
    }

    private static T? TryRead<T>(OptionResult result)
    {
        try
        {
            return result.GetValueOrDefault<T>();
        }
        catch (InvalidOperationException)
        {
            // A text that is no such value; the parser says so itself.
            return default;
        }
    }

    private static string EnvironmentName(string key) => "PONS_" + key.ToUpperInvariant().Replace('-', '_');

    private static T Read<T>(string key, T fallback)
    {
        if (Environment.GetEnvironmentVariable(EnvironmentName(key)) is { Length: > 0 } text) return Parse<T>(text, EnvironmentName(key));
        if (!File.Exists(FileName)) return fallback;
        return FromFile(key) is { } value ? Parse<T>(value, $"'{key}' in {FileName}") : fallback;
    }

    private static string? FromFile(string key)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(FileName));
            return document.RootElement.TryGetProperty(key, out var value) ? value.ToString() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new UsageException(
                $"{FileName} in this folder is not a JSON object: {fault.Message}",
                "Settings are read from it.",
                "Mend the file, or move it away.");
        }
    }

    private static T Parse<T>(string text, string where)
    {
        try
        {
            return (T)Convert.ChangeType(text, typeof(T), CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is FormatException or InvalidCastException or OverflowException)
        {
            throw new UsageException($"{where} is '{text}'.", $"A value of type {typeof(T).Name} is needed.", "Correct or remove the setting.");
        }
    }
}
