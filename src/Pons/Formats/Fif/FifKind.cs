namespace Pons.Formats.Fif;

/// <summary>Kinds of tags that are read (FIFF dictionary, section "Tag kinds").</summary>
internal static class FifKind
{
    public const int FileId = 100, BlockId = 103, BlockStart = 104, BlockEnd = 105, Nop = 108, Creator = 113;
    public const int ReferenceRole = 115, ReferenceNumber = 117, ReferenceName = 118;
    public const int AcquisitionParameters = 150, DeviceType = 152, DeviceModel = 153, DeviceSerial = 154, DeviceSite = 155;
    public const int UtcOffset = 159;
    public const int ChannelCount = 200, Rate = 201, Channel = 203, MeasurementDate = 204, Comment = 206;
    public const int FirstSample = 208, Experimenter = 212, DigitisedPoint = 213, LowPass = 219, Transform = 222, HighPass = 223;
    public const int LineFrequency = 235, GantryAngle = 282;
    public const int ChannelScanNumber = 250, ChannelKind = 252, ChannelRange = 253, ChannelCalibration = 254, ChannelPlace = 255;
    public const int ChannelUnit = 256, ChannelUnitPower = 257, ChannelName = 258, ChannelCoil = 350;
    public const int Buffer = 300, SkipBuffers = 301, SkipSamples = 303;
    public const int SubjectId = 400, FirstName = 401, MiddleName = 402, LastName = 403, BirthDay = 404, Sex = 405, Hand = 406;
    public const int Weight = 407, Height = 408, SubjectComment = 409, HospitalId = 410;
    public const int ProjectId = 500, ProjectName = 501, ProjectAim = 502, ProjectPersons = 503, ProjectComment = 504;
    public const int ChannelNames = 3507, Events = 3561, EventComments = 3566, CustomReference = 3567, Onsets = 3568, Ends = 3569;
    public const int CustomReferenceBefore2016 = 236, AnnotatedChannels = 3801;
}
