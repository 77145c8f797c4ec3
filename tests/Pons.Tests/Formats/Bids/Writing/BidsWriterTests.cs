using System.Security.Cryptography;
using System.Text.Json;
using Pons.Formats;
using Pons.Formats.Bids;
using Pons.Formats.Bids.Writing;

namespace Pons.Tests.Formats.Bids.Writing;

public sealed class BidsWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Source(params string[] names)
    {
        foreach (var name in names)
        {
            var path = _folder.PathOf(Path.Combine("in", name));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, new EdfBytes { AnnotationSamples = 30, Annotations = r => EdfBytes.Tal($"+{r}\u0014\u0014\0+{r}.5\u00150.1\u0014note\u0014\0") });
        }

        return _folder.PathOf("in");
    }

    private BidsReport Write(string source, BidsMapping? mapping = null) => new BidsWriter("1.2.3", mapping).Write(source, _folder.PathOf("out"));

    private string Text(string relative) => File.ReadAllText(_folder.PathOf(Path.Combine("out", relative)));

    private JsonElement Json(string relative) => JsonDocument.Parse(Text(relative)).RootElement;

    [Fact]
    public void Known_data_set_gets_its_tasks_and_meanings()
    {
        var report = Write(Source("S001R04.edf", "S001R01.edf", "S002R08.edf"));
        Assert.Equal((3, 2), (report.Recordings, report.Participants));
        Assert.Equal("imagineFist", Json("sub-001/eeg/sub-001_task-imagineFist_run-04_eeg.json").GetProperty("TaskName").GetString());
        Assert.Equal(60, Json("sub-001/eeg/sub-001_task-eyesOpen_run-01_eeg.json").GetProperty("PowerLineFrequency").GetDouble());
        Assert.True(Json("task-imagineFist_events.json").GetProperty("trial_type").GetProperty("Levels").TryGetProperty("left_fist", out _));
        Assert.Equal("sub-001", BidsTable.Read(_folder.PathOf("out/participants.tsv"))[0, "participant_id"]);
    }

    [Fact]
    public void Recordings_are_taken_over_byte_by_byte_and_the_card_knows_their_hash()
    {
        var source = Source("S001R04.edf");
        Write(source);
        var bytes = File.ReadAllBytes(Path.Combine(source, "S001R04.edf"));
        Assert.Equal(bytes, File.ReadAllBytes(_folder.PathOf("out/sub-001/eeg/sub-001_task-imagineFist_run-04_eeg.edf")));
        var card = Json(BidsWriter.CardName);
        var entry = card.GetProperty("distribution").EnumerateArray().Single(f => f.GetProperty("name").GetString()!.EndsWith("_eeg.edf", StringComparison.Ordinal));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), entry.GetProperty("sha256").GetString());
        foreach (var file in card.GetProperty("distribution").EnumerateArray())
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder.PathOf("out/" + file.GetProperty("name").GetString())))),
                file.GetProperty("sha256").GetString());
        Assert.Contains(BidsWriter.CardName, Text(".bidsignore"), StringComparison.Ordinal);
    }

    [Fact]
    public void Side_files_say_what_the_recording_says()
    {
        var source = Source("sub-07_ses-a_task-rest_run-2_eeg.edf");
        Write(source);
        using var recording = Recording.Open(Path.Combine(source, "sub-07_ses-a_task-rest_run-2_eeg.edf"));
        const string stem = "sub-07/ses-a/eeg/sub-07_ses-a_task-rest_run-2_";
        var channels = BidsTable.Read(_folder.PathOf("out/" + stem + "channels.tsv"));
        Assert.Equal(recording.Streams.SelectMany(s => s.Info.Channels).Select(c => c.Label), Enumerable.Range(0, channels.RowCount).Select(r => channels[r, "name"]));
        var events = BidsTable.Read(_folder.PathOf("out/" + stem + "events.tsv"));
        Assert.Equal(recording.Markers.Select(m => m.Label), Enumerable.Range(0, events.RowCount).Select(r => events[r, "value"]));
        Assert.Equal(recording.Header.DurationSeconds, Json(stem + "eeg.json").GetProperty("RecordingDuration").GetDouble());
    }

    [Fact]
    public void Onsets_are_decimal()
    {
        var markers = RecordedData.PathOf("mi/eegmmidb/S001R04.edf");
        new BidsWriter("1").Write(markers, _folder.PathOf("out"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("4.1", BidsTable.Read(_folder.PathOf("out/sub-001/eeg/sub-001_task-imagineFist_run-04_events.tsv"))[1, "duration"]);
    }

    [Fact]
    public void Mapping_says_whose_recording_it_is_and_what_was_done()
    {
        File.WriteAllText(_folder.PathOf("mapping.json"), """
            {
              // the folder is the person
              "name": "Pilot", "filePattern": "^(?<subject>[a-z]+)/(?<run>[0-9]+)$", "license": "CC0", "powerLineHz": 50,
              "tasks": [{ "label": "rest", "events": { "note": { "trialType": "spoken", "description": "Somebody spoke.", "hed": "Event" } } }],
              "participants": { "anna": { "age": "34", "group": "control" } },
            }
            """);
        Write(Source("anna/1.edf", "bob/1.edf"), BidsMapping.Read(_folder.PathOf("mapping.json")));
        var people = BidsTable.Read(_folder.PathOf("out/participants.tsv"));
        Assert.Equal(("sub-anna", "34", "control"), (people[0, "participant_id"], people[0, "age"], people[0, "group"]));
        Assert.Equal(("sub-bob", "n/a"), (people[1, "participant_id"], people[1, "age"]));
        Assert.Equal("Event", Json("task-rest_events.json").GetProperty("trial_type").GetProperty("HED").GetProperty("spoken").GetString());
        Assert.True(File.Exists(_folder.PathOf("out/sub-anna/eeg/sub-anna_task-rest_run-1_eeg.edf")));
    }

    [Theory]
    [InlineData("{", "no mapping")]
    [InlineData("""{ "name": "x" }""", "filePattern")]
    [InlineData("""{ "name": "x", "filePattern": "(" }""", "no mapping")]
    [InlineData("""{ "name": "x", "filePattern": "a", "licence": "CC0" }""", "licence")]
    public void Broken_mapping_is_named(string json, string fault)
    {
        File.WriteAllText(_folder.PathOf("mapping.json"), json);
        Assert.Contains(fault, Assert.Throws<RecordingFormatException>(() => BidsMapping.Read(_folder.PathOf("mapping.json"))).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Recordings_that_would_get_one_name_are_named()
    {
        var mapping = new BidsMapping { Name = "x", FilePattern = "(?<subject>[a-z]+)[0-9]*$" };
        var fault = Assert.Throws<RecordingFormatException>(() => Write(Source("anna1.edf", "anna2.edf"), mapping));
        Assert.Contains("anna1, anna2", fault.What, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.PathOf("out")));
    }

    [Fact]
    public void A_path_that_does_not_fit_is_named()
    {
        var mapping = new BidsMapping { Name = "x", FilePattern = "^(?<subject>p[0-9]+)$" };
        Assert.Contains("file pattern", Assert.Throws<RecordingFormatException>(() => Write(Source("anna.edf"), mapping)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_recordings_is_named()
    {
        Directory.CreateDirectory(_folder.PathOf("in"));
        File.WriteAllText(_folder.PathOf("in/notes.txt"), "nothing here");
        Assert.Contains("no recording", Assert.Throws<RecordingFormatException>(() => Write(_folder.PathOf("in"))).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_holds_something_is_not_touched()
    {
        Directory.CreateDirectory(_folder.PathOf("out"));
        File.WriteAllText(_folder.PathOf("out/mine.txt"), "keep");
        Assert.Throws<IOException>(() => Write(Source("S001R04.edf")));
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(_folder.PathOf("out")).Select(f => Path.GetFileName(f)!));
    }

    [Fact]
    public void Cancelling_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var source = Source("S001R04.edf", "S002R04.edf");
        Assert.Throws<OperationCanceledException>(() => new BidsWriter("1").Write(source, _folder.PathOf("out"), (_, _) => cancellation.Cancel(), cancellation.Token));
        Assert.Equal(["in"], Directory.GetFileSystemEntries(_folder.Path).Select(f => Path.GetFileName(f)!));
    }
}
