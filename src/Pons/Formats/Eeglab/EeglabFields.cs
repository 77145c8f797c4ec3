using Pons.Formats.Mat;

namespace Pons.Formats.Eeglab;

/// <summary>The fields of a data set, which stand in a struct <c>EEG</c> or as variables of their own.</summary>
internal sealed class EeglabFields
{
    /// <summary>Name of the variable that holds a data set.</summary>
    public const string StructName = "EEG";

    private readonly MatContainer _file;
    private readonly MatStruct? _structure;
    private readonly Dictionary<string, MatValue?> _read = new(StringComparer.Ordinal);

    public EeglabFields(MatContainer file)
    {
        _file = file;
        if (!IsDataSet(file))
            throw file.Fault(null, $"The file holds no EEGLAB data set, but {file.Listing()}.",
                "A data set is a struct 'EEG', or the variables 'data', 'srate' and 'nbchan'.", "Save the data set from EEGLAB.");
        if (file.Variables.FirstOrDefault(v => v.Name == StructName) is not { } variable) return;
        if (MatValue.CountOf(variable.Size) != 1)
            throw file.Fault(null, $"The file holds {MatValue.CountOf(variable.Size)} EEGLAB data sets in one array.",
                "A recording is one data set.", "Save each data set to a file of its own.");
        _structure = file.Read(variable) as MatStruct;
        // Some programs wrap the struct in another one.
        if (_structure?[StructName] is MatStruct { Count: 1 } inner) _structure = inner;
    }

    /// <summary>Names of all fields in the order of the file.</summary>
    public IEnumerable<string> Names => _structure?.Fields ?? _file.Variables.Select(v => v.Name);

    /// <summary>The value of a field; null when there is none.</summary>
    public MatValue? this[string field]
    {
        get
        {
            if (_structure is not null) return _structure[field];
            if (!_read.TryGetValue(field, out var value)) _read[field] = value = _file.Read(field);
            return value;
        }
    }

    /// <summary>Whether the variables of a file are those of a data set.</summary>
    public static bool IsDataSet(MatContainer file)
    {
        bool Has(string name) => file.Variables.Any(v => v.Name == name);
        return file.Variables.Any(v => v is { Name: StructName, Class: MatClass.Struct }) || (Has("data") && Has("srate") && Has("nbchan"));
    }
}
