using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>A file of MATLAB variables, of whatever version; disposing closes it.</summary>
internal abstract class MatContainer(string file) : IDisposable
{
    /// <summary>Name of the file.</summary>
    public string File { get; } = file;

    /// <summary>Version of the file format, such as <c>MAT 5</c>.</summary>
    public abstract string Version { get; }

    /// <summary>The text that a file begins with: who wrote it, and when; empty when there is none.</summary>
    public virtual string Preamble => "";

    /// <summary>The variables in the order of the file.</summary>
    public abstract ImmutableArray<MatVariable> Variables { get; }

    /// <summary>What had to be mended to read the list.</summary>
    public ImmutableArray<string> Warnings { get; protected init; } = [];

    /// <summary>The value of a variable; large arrays stay in the file.</summary>
    public abstract MatValue Read(MatVariable variable);

    /// <summary>The value of the variable of this name; null when there is none.</summary>
    public MatValue? Read(string name) => Variables.FirstOrDefault(v => v.Name == name) is { } variable ? Read(variable) : null;

    public RecordingFormatException Fault(long? at, string what, string why, string remedy) => new(File, at, what, why, remedy);

    /// <summary>All variables with size and class, for messages.</summary>
    public string Listing() => Variables.IsEmpty ? "no variable" : string.Join(", ", Variables.Take(40)) + (Variables.Length > 40 ? ", …" : "");

    public abstract void Dispose();
}
