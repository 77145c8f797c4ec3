using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Cyton;

/// <summary>A board with firmware 3 behind its dongle: answers commands, lies still on a table (1 g upwards).</summary>
internal sealed class CytonEmulator(DeviceAddress address, CytonSettings settings, EmulationPlan plan, HostClock clock)
    : SerialEmulator(address, plan, clock)
{
    /// <summary>What 6 nA at an eighth of the rate make at 5 kΩ, in µV.</summary>
    public const double DrivenMicrovolts = 30;

    private const short StillGravity = 8000;
    private readonly bool[] _isDriven = new bool[16];
    private readonly int[] _gains = new int[16];
    private readonly StringBuilder _command = new();
    private readonly float[] _row = new float[plan.ChannelCount];
    private long _first = -1;
    private bool _streams, _tellsTime, _isRaw;

    protected override void Restart()
    {
        (_streams, _tellsTime, _isRaw) = (false, false, false);
        _gains.AsSpan().Fill(24);
        _isDriven.AsSpan().Clear();
        _command.Clear();
    }

    protected override bool Answer(ReadOnlySpan<byte> bytes, IBufferWriter<byte> into)
    {
        foreach (var b in bytes)
        {
            _command.Append((char)b);
            if (!IsWhole(_command)) continue;
            var answer = Obey(_command.ToString());
            _command.Clear();
            into.Write(Encoding.ASCII.GetBytes(answer));
        }

        return _streams;
    }

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        if (_first < 0) _first = packet.FirstSample;
        Signal.Fill(packet.FirstSample, _row);
        for (var c = 0; c < _row.Length; c++)
            if (_isDriven[c]) _row[c] += (float)(DrivenMicrovolts * Math.Sin(Math.PI * packet.FirstSample / 4));
        var counter = packet.FirstSample - _first;
        var milliseconds = (uint)Math.Round(packet.FirstSample * 1000 / Plan.RateHz);
        if (!settings.HasDaisy)
        {
            Encode(_row, 0, (byte)counter, milliseconds, into);
            return;
        }

        Encode(_row.AsSpan(8), 8, (byte)(counter * 2), milliseconds, into);
        Encode(_row, 0, (byte)(counter * 2 + 1), milliseconds, into);
    }

    protected override void EncodeHostile(IBufferWriter<byte> into)
    {
        into.GetSpan(64)[..64].Fill(CytonPacket.Head);
        into.Advance(64);
    }

    private static bool IsWhole(StringBuilder command) => command[0] switch
    {
        'x' => command[^1] == 'X' || command.Length > 16,
        'z' => command[^1] == 'Z' || command.Length > 16,
        '~' or '/' or '`' => command.Length == 2,
        _ => true,
    };

    private string Obey(string command) => command[0] switch
    {
        'v' => Greet(),
        'b' or 's' => Stream(command == "b"),
        'C' => settings.HasDaisy ? "16$$$" : "no daisy to attach!8$$$",
        '<' or '>' => TellTime(command == "<"),
        '/' => ChooseAux(command[1]),
        'x' => SetGain(command),
        'z' => Drive(command),
        _ => Done("Success$$$"),
    };

    /// <summary>A board that streams answers nothing.</summary>
    private string Done(string answer) => _streams ? "" : answer;

    private string Greet()
    {
        Restart();
        return "OpenBCI V3 8-16 channel\nOn Board ADS1299 Device ID: 0x3E\n"
            + (settings.HasDaisy ? "On Daisy ADS1299 Device ID: 0x3E\n" : "") + "LIS3DH Device ID: 0x33\nFirmware: v3.1.1\n$$$";
    }

    private string Stream(bool isOn)
    {
        if (isOn) _first = -1;
        _streams = isOn;
        return "";
    }

    private string TellTime(bool isOn)
    {
        _tellsTime = isOn;
        return Done($"Time stamp {(isOn ? "ON" : "OFF")}$$$");
    }

    private string ChooseAux(char mode)
    {
        _isRaw = mode is '2' or '3';
        return Done("Success: board mode$$$");
    }

    private string Drive(string command)
    {
        var channel = command.Length == 5 ? CytonSettings.ChannelKeys.IndexOf(command[1], StringComparison.Ordinal) : -1;
        if (channel < 0) return Done("Failure: wrong impedance settings$$$");
        _isDriven[channel] = command[2] == '1' || command[3] == '1';
        return Done($"Success: Lead off set for {channel + 1}$$$");
    }

    private string SetGain(string command)
    {
        var channel = command.Length == 9 ? CytonSettings.ChannelKeys.IndexOf(command[1], StringComparison.Ordinal) : -1;
        if (channel < 0 || CytonSettings.GainOf(command[3]) is not { } gain) return "Failure: wrong channel settings$$$";
        _gains[channel] = gain;
        return $"Success: Channel set for {channel + 1}$$$";
    }

    private void Encode(ReadOnlySpan<float> row, int firstChannel, byte counter, uint milliseconds, IBufferWriter<byte> into)
    {
        var packet = into.GetSpan(CytonPacket.Bytes)[..CytonPacket.Bytes];
        packet.Clear();
        (packet[0], packet[1]) = (CytonPacket.Head, counter);
        for (var c = 0; c < CytonPacket.Channels; c++)
            Int24.WriteBigEndian(packet[(2 + 3 * c)..], (int)Math.Round(row[c] * _gains[firstChannel + c] / CytonPacket.Microvolt));
        packet[^1] = Footer();
        var aux = packet[CytonPacket.AuxAt..];
        if (_tellsTime)
        {
            BinaryPrimitives.WriteUInt32BigEndian(packet[CytonPacket.TimeAt..], milliseconds);
            if (_isRaw || counter % 10 == 9) BinaryPrimitives.WriteInt16BigEndian(aux, StillGravity);
        }
        else if (_isRaw || counter % 10 == 0)
        {
            BinaryPrimitives.WriteInt16BigEndian(aux[4..], StillGravity);
        }

        into.Advance(CytonPacket.Bytes);
    }

    private byte Footer() => (_isRaw, _tellsTime) switch
    {
        (false, false) => CytonPacket.Acceleration,
        (false, true) => CytonPacket.AccelerationTime,
        (true, false) => CytonPacket.Raw,
        (true, true) => CytonPacket.RawTime,
    };
}
