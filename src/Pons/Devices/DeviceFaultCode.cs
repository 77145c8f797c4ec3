namespace Pons.Devices;

/// <summary>
/// What a fault or notice of a device is about, for those who say it in another language than English or act on it; its values stand beside it.
/// A name once given keeps its meaning.
/// </summary>
public enum DeviceFaultCode
{
    /// <summary>What came is not what the protocol allows; the English text says what exactly. The default.</summary>
    Protocol,
    /// <summary>Nobody answers, or the device cannot be opened. Values: where.</summary>
    Unreachable,
    /// <summary>Nothing came. Values: for how many seconds.</summary>
    Silent,
    /// <summary>The other side closed the connection.</summary>
    Closed,
    /// <summary>The connection broke; the English text has the reason of the system.</summary>
    Broken,
    /// <summary>A lost device did not come back. Values: within how many seconds.</summary>
    StayedAway,
    /// <summary>The counter went back: the device or its program has started again. Values: from, to.</summary>
    Restarted,
    /// <summary>It came back with another rate. Values: the new one, the former one, in hertz; empty when irregular.</summary>
    RateChanged,
    /// <summary>It came back with values of another type. Values: the new one, the former one.</summary>
    TypeChanged,
    /// <summary>It came back with other channels. Values: how many, how many before.</summary>
    ChannelsChanged,
    /// <summary>Text that is no address. Values: the part that is wrong.</summary>
    AddressWrong,
    /// <summary>An option that is no number within its limits. Values: name, what was given, least, most.</summary>
    OptionNoNumber,
    /// <summary>An option that is none of the words it may be. Values: name, what was given, the words.</summary>
    OptionNoChoice,
    /// <summary>An option that the protocol does not have. Values: protocol, name, those that it has.</summary>
    OptionUnknown,
    /// <summary>There is no such protocol. Values: those that there are.</summary>
    ProtocolUnknown,
    /// <summary>The settings do not fit, or cannot be used here; the English text says which.</summary>
    Settings,
    /// <summary>The device answers, but does not do what was asked; the English text has its answer.</summary>
    Refused,
    /// <summary>The device is connected already.</summary>
    AlreadyConnected,
    /// <summary>A port of this computer is taken. Values: the port.</summary>
    PortTaken,
    /// <summary>This computer has no serial port.</summary>
    NoSerialPort,
    /// <summary>Several serial ports, and none was named. Values: how many, which.</summary>
    SerialPortUnnamed,
    /// <summary>A serial port is not there.</summary>
    SerialPortMissing,
    /// <summary>Another program has the serial port.</summary>
    SerialPortTaken,
    /// <summary>This user may not open the serial port.</summary>
    SerialPortForbidden,
    /// <summary>A serial port cannot be used; the English text says why.</summary>
    SerialPortUnusable,
    /// <summary>No stream of the network fits. Values: after how many seconds.</summary>
    StreamMissing,
    /// <summary>Several streams of the network fit; the English text lists them. Values: how many.</summary>
    StreamAmbiguous,
    /// <summary>A stream can be seen, but not received. Values: stream, port, computer, first and last port to allow.</summary>
    StreamBlocked,
    /// <summary>The program that sends has ended.</summary>
    SenderEnded,
    /// <summary>A stream of texts where numbers are needed. Values: its name.</summary>
    TextsOnly,
    /// <summary>This computer cannot do it; the English text says why.</summary>
    NotPossibleHere,
    /// <summary>A file ends earlier than it says. Values: how many samples.</summary>
    EndsEarly,
    /// <summary>Samples carry no counter: losses are not seen, or only estimated.</summary>
    NoCounter,
    /// <summary>The counter grew too large for its type: from here on losses are not seen.</summary>
    CounterTooLarge,
    /// <summary>It is not known where the counter turns. Values: the board.</summary>
    CounterUnknown,
    /// <summary>The counter may have turned while nothing came. Values: for how many seconds.</summary>
    CounterTurned,
    /// <summary>More spikes came than can be kept; the amount is spikes.</summary>
    SpikesDropped,
    /// <summary>Bytes of a frame that had begun before the connection; the amount is bytes.</summary>
    FrameBegun,
    /// <summary>The first samples carry no stamp: their times begin at zero.</summary>
    NoFirstStamp,
    /// <summary>The stamps went back: the clock of the sender began anew. Values: to how many seconds.</summary>
    ClockBegunAnew,
    /// <summary>The program that sends was started again.</summary>
    SenderRestarted,
    /// <summary>A serial port delivers late; the English text says why.</summary>
    SerialPortSlow,
    /// <summary>Messages were lost; the amount is messages.</summary>
    MessagesLost,
    /// <summary>Another stream is sent too, and not read. Values: its name.</summary>
    OtherStream,
    /// <summary>Events were overwritten before they could be read; the amount is events.</summary>
    EventsOverwritten,
    /// <summary>An event belongs to a sample before the first one. Values: the event, its sample.</summary>
    EventTooEarly,
    /// <summary>The board does not tell its time: only its counter tells of gaps.</summary>
    NoTimeOfBoard,
    /// <summary>Packets end otherwise than was set. Values: with what, what was set.</summary>
    FooterOther,
    /// <summary>Time stamps that are no times. Values: from which sample on.</summary>
    StampsUnusable,
    /// <summary>The model that decides could not be kept beside the recording; the English text has the reason of the system.</summary>
    ModelNotKept,
}
