using System.Collections.Immutable;
using System.Globalization;

namespace Pons.Formats.Fif;

/// <summary>Collects what a measurement says about itself, the person and the equipment.</summary>
internal sealed class FifFields(FifPart part)
{
    /// <summary>Parameters of the acquisition are kept up to this length.</summary>
    private const int LongestParameters = 1 << 16;

    private readonly List<HeaderField> _fields = [];
    private readonly List<string> _subject = [];

    /// <summary>What is said of the person, in one line.</summary>
    public string Subject => string.Join(", ", _subject);

    public ImmutableArray<HeaderField> All => [.. _fields];

    public static FifFields Of(FifPart part)
    {
        var fields = new FifFields(part);
        fields.AddIdentity();
        if (part.Tree.Root.First(FifBlock.MeasurementInfo) is { } info) fields.AddMeasurement(info);
        if (part.Tree.Root.First(FifBlock.Subject) is { } subject) fields.AddSubject(subject);
        if (part.Tree.Root.First(FifBlock.Device) is { } device) fields.AddDevice(device);
        fields.AddReferences();
        fields.AddTransforms();
        fields.AddProcessing();
        return fields;
    }

    /// <summary>The id names the computer by its network address, and the moment of writing.</summary>
    private void AddIdentity()
    {
        if (part.Tree.Root.Tag(FifKind.FileId) is not { Size: >= 20 } tag) return;
        var bytes = part.Values.Bytes(tag);
        Add("file id", Convert.ToHexString(bytes.AsSpan(4, 16)), isPersonal: true);
    }

    private void AddMeasurement(FifBlock info)
    {
        AddText(info, FifKind.Creator, "creator");
        AddText(info, FifKind.Experimenter, "experimenter", isPersonal: true);
        AddText(info, FifKind.Comment, "description", isPersonal: true);
        AddNumber(info, FifKind.ProjectId, "project id", isPersonal: true);
        AddText(info, FifKind.ProjectName, "project", isPersonal: true);
        AddText(info, FifKind.ProjectAim, "project aim", isPersonal: true);
        AddText(info, FifKind.ProjectPersons, "project persons", isPersonal: true);
        AddText(info, FifKind.ProjectComment, "project comment", isPersonal: true);
        AddNumber(info, FifKind.LineFrequency, "line frequency (Hz)");
        AddNumber(info, FifKind.GantryAngle, "gantry angle (degrees)");
        AddNumber(info, FifKind.CustomReference, "custom reference applied");
        AddText(info, FifKind.UtcOffset, "offset from UTC");
        if (part.Tree.Root.First(FifBlock.AcquisitionParameters)?.Tag(FifKind.AcquisitionParameters) is { Size: <= LongestParameters } tag)
            Add("acquisition parameters", part.Values.Text(tag), isPersonal: true);
    }

    private void AddSubject(FifBlock subject)
    {
        AddPerson(subject, FifKind.SubjectId, "subject id");
        AddPerson(subject, FifKind.HospitalId, "hospital id");
        AddPerson(subject, FifKind.FirstName, "first name");
        AddPerson(subject, FifKind.MiddleName, "middle name");
        AddPerson(subject, FifKind.LastName, "last name");
        AddPerson(subject, FifKind.BirthDay, "birthday");
        AddPerson(subject, FifKind.Sex, "sex");
        AddPerson(subject, FifKind.Hand, "handedness");
        AddPerson(subject, FifKind.Weight, "weight (kg)");
        AddPerson(subject, FifKind.Height, "height (m)");
        AddPerson(subject, FifKind.SubjectComment, "subject comment");
    }

    private void AddPerson(FifBlock subject, int kind, string name)
    {
        if (subject.Tag(kind) is not { } tag) return;
        var text = tag.Type == FifType.Text ? part.Values.Text(tag) : part.Values.Number(tag) is { } number ? PersonText(kind, number) : "";
        if (text.Length == 0) return;
        _subject.Add($"{name} {text}");
        Add(name, text, isPersonal: true);
    }

    private static string PersonText(int kind, double number) => (kind, number) switch
    {
        (FifKind.BirthDay, > 1_721_425 and < 5_373_484) => DateOnly.FromDayNumber((int)number - 1_721_426)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (FifKind.Sex, 1) => "male",
        (FifKind.Sex, 2) => "female",
        (FifKind.Sex, 0) => "not stated",
        (FifKind.Hand, 1) => "right",
        (FifKind.Hand, 2) => "left",
        (FifKind.Hand, 3) => "both",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private void AddDevice(FifBlock device)
    {
        AddText(device, FifKind.DeviceType, "device type");
        AddText(device, FifKind.DeviceModel, "device model");
        AddText(device, FifKind.DeviceSerial, "device serial number", isPersonal: true);
        AddText(device, FifKind.DeviceSite, "device site", isPersonal: true);
    }

    /// <summary>Names of the other files of a recording; a whole path may name whose computer it was.</summary>
    private void AddReferences()
    {
        foreach (var block in part.Tree.Root.All(FifBlock.Reference))
            AddText(block, FifKind.ReferenceName, "file before or after this one", isPersonal: true);
    }

    /// <summary>Turns and shifts between frames; between the device (1) and the head (4) they belong to this session.</summary>
    private void AddTransforms()
    {
        FifBlock?[] blocks = [part.Tree.Root.First(FifBlock.MeasurementInfo), part.Tree.Root.First(FifBlock.HpiResult)];
        foreach (var tag in blocks.OfType<FifBlock>().SelectMany(b => b.Tags).Where(t => t.Kind == FifKind.Transform && t.Size >= 56))
        {
            var bytes = part.Values.Bytes(tag);
            var numbers = Enumerable.Range(0, 12).Select(i => System.Buffers.Binary.BinaryPrimitives.ReadSingleBigEndian(bytes.AsSpan(8 + 4 * i)));
            Add($"transform from frame {FrameName(bytes[3])} to frame {FrameName(bytes[7])} (rotation by rows, then shift in m)",
                string.Join(' ', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private static string FrameName(byte frame) => frame switch
    {
        1 => "device",
        2 => "digitiser",
        3 => "coils",
        4 => "head",
        5 => "MRI",
        _ => frame.ToString(CultureInfo.InvariantCulture),
    };

    private void AddProcessing()
    {
        AddCount(FifBlock.ProjectionItem, "signal-space projections");
        AddCount(FifBlock.Compensation, "compensation matrices");
        AddCount(FifBlock.History, "processing records");
    }

    private void AddCount(int block, string name)
    {
        if (part.Tree.Root.All(block).Count() is > 0 and var count) Add(name, count.ToString(CultureInfo.InvariantCulture));
    }

    private void AddText(FifBlock block, int kind, string name, bool isPersonal = false)
    {
        if (block.Tag(kind) is { Type: FifType.Text } tag && part.Values.Text(tag) is { Length: > 0 } text) Add(name, text, isPersonal);
    }

    private void AddNumber(FifBlock block, int kind, string name, bool isPersonal = false)
    {
        if (part.Values.Number(block.Tag(kind)) is { } number) Add(name, number.ToString(CultureInfo.InvariantCulture), isPersonal);
    }

    private void Add(string name, string value, bool isPersonal = false) => _fields.Add(new(name, value, isPersonal));
}
