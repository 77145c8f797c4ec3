using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Pons.Formats.Bids.Writing;

/// <summary>The files of a data set that belong to no single recording. BIDS 1.11.1, "Modality agnostic files".</summary>
internal sealed class BidsDatasetFiles(BidsFolder folder, BidsMapping mapping, ImmutableArray<BidsSource> sources, string version)
{
    public void Write()
    {
        folder.Write("dataset_description.json", WriteDescription);
        folder.Write("README", Readme());
        folder.Write("CHANGES", "1.0.0\n  - The recordings were converted to BIDS.\n");
        folder.Write("participants.tsv", Participants());
        folder.Write("participants.json", WriteColumns);
        foreach (var task in sources.Select(s => s.Task).DistinctBy(t => t.Label))
            folder.Write($"task-{task.Label}_events.json", json => WriteEvents(json, task));
        // The specification does not know the card.
        folder.Write(".bidsignore", BidsWriter.CardName + "\n");
        folder.Write(BidsWriter.CardName, json => new CroissantCard(mapping, folder.Files, Columns()).WriteTo(json));
    }

    private void WriteDescription(Utf8JsonWriter json)
    {
        json.WriteString("Name", mapping.Name);
        json.WriteString("BIDSVersion", BidsWriter.BidsVersion);
        json.WriteString("DatasetType", "raw");
        if (mapping.License.Length > 0) json.WriteString("License", mapping.License);
        WriteList(json, "Authors", mapping.Authors);
        WriteList(json, "ReferencesAndLinks", mapping.References);
        if (mapping.DatasetDoi.Length > 0) json.WriteString("DatasetDOI", mapping.DatasetDoi);
        json.WriteStartArray("GeneratedBy");
        json.WriteStartObject();
        json.WriteString("Name", "Pons");
        json.WriteString("Version", version);
        json.WriteString("Description", "pons convert --to bids");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (values.IsEmpty) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private string Readme()
    {
        if (mapping.Readme.Length > 0) return mapping.Readme;
        var subjects = sources.Select(s => s.Name.Subject).Distinct().Count();
        var text = new StringBuilder($"# {mapping.Name}\n\n{sources.Length} recordings of {subjects} participants, as a BIDS data set.\n");
        foreach (var task in sources.Select(s => s.Task).DistinctBy(t => t.Label))
            text.Append($"\n- task-{task.Label}: {(task.Description.Length > 0 ? task.Description : "not described.")}");
        text.Append("\n\nSignals hold the samples of the source recordings, unchanged. Events are those that the recordings hold; the column value "
            + "repeats their words, trial_type what they mean.\n");
        foreach (var reference in mapping.References) text.Append($"\nSee {reference}");
        return text.Append('\n').ToString();
    }

    private ImmutableArray<string> Columns() =>
        [.. mapping.Participants.Values.SelectMany(p => p.Keys).Concat(["age", "sex", "handedness"]).Distinct().Order(StringComparer.Ordinal)];

    private BidsTable Participants()
    {
        var columns = Columns();
        var table = new BidsTable(["participant_id", .. columns]);
        foreach (var subject in sources.Select(s => s.Name.Subject!).Distinct().Order(StringComparer.Ordinal))
        {
            var known = mapping.Participants.GetValueOrDefault(subject);
            table.Add([$"sub-{subject}", .. columns.Select(c => known?.GetValueOrDefault(c) ?? "")]);
        }

        return table;
    }

    private void WriteColumns(Utf8JsonWriter json)
    {
        foreach (var column in Columns())
        {
            json.WriteStartObject(column);
            json.WriteString("Description", column switch
            {
                "age" => "Age of the participant at the recording.",
                "sex" => "Sex of the participant.",
                "handedness" => "Preferred hand.",
                _ => $"As the mapping gives it: {column}.",
            });
            if (column == "age") json.WriteString("Units", "years");
            if (column == "sex") WriteLevels(json, [("F", "female"), ("M", "male"), ("O", "other")]);
            if (column == "handedness") WriteLevels(json, [("R", "right"), ("L", "left"), ("A", "both")]);
            json.WriteEndObject();
        }
    }

    private static void WriteEvents(Utf8JsonWriter json, BidsTask task)
    {
        Describe(json, "onset", "From the first sample of the recording.", "s");
        Describe(json, "duration", "How long it lasted; n/a where the recording does not say.", "s");
        json.WriteStartObject("trial_type");
        json.WriteString("Description", "What happened.");
        WriteLevels(json, task.Events.Values.Where(e => e.Description.Length > 0).Select(e => (e.TrialType, e.Description)));
        if (task.Events.Values.Any(e => e.Hed.Length > 0))
        {
            json.WriteStartObject("HED");
            foreach (var meaning in task.Events.Values.Where(e => e.Hed.Length > 0).DistinctBy(e => e.TrialType))
                json.WriteString(meaning.TrialType, meaning.Hed);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        Describe(json, "value", "The marker in the words of the recording.", null);
        Describe(json, "sample", "The sample nearest to the onset, counted from 0.", null);
    }

    private static void Describe(Utf8JsonWriter json, string column, string text, string? units)
    {
        json.WriteStartObject(column);
        json.WriteString("Description", text);
        if (units is not null) json.WriteString("Units", units);
        json.WriteEndObject();
    }

    private static void WriteLevels(Utf8JsonWriter json, IEnumerable<(string Level, string Meaning)> levels)
    {
        var list = levels.DistinctBy(l => l.Level).ToList();
        if (list.Count == 0) return;
        json.WriteStartObject("Levels");
        foreach (var (level, meaning) in list) json.WriteString(level, meaning);
        json.WriteEndObject();
    }
}
