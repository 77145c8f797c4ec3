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
    private const short StillGravity = 8000;
    private readonly int[] _gains = new int[16];
    private readonly StringBuilder _command = new();
    private readonly float[] _row = new float[plan.ChannelCount];
    private long _first = -1;
    private bool _streams, _tellsTime, _isRaw;

    protected override void Restart()
    {
        (_streams, _tellsTime, _isRaw) = (false, false, false);
        _gains.AsSpan().Fill(24);
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

    private string Obey(string command)
    {
        switch (command[0])
        {
            case 'v':
                Restart();
                return "OpenBCI V3 8-16 channel\nOn Board ADS1299 Device ID: 0x3E\n"
                    + (settings.HasDaisy ? "On Daisy ADS1299 Device ID: 0x3E\n" : "") + "LIS3DH Device ID: 0x33\nFirmware: v3.1.1\n$$$";
            case 'b':
                (_streams, _first) = (true, -1);
                return "";
            case 's':
                _streams = false;
                return "";
            case 'C':
                return settings.HasDaisy ? "16$$$" : "no daisy to attach!8$$$";
            case '<' or '>':
                _tellsTime = command == "<";
                return _streams ? "" : "Time stamp " + (_tellsTime ? "ON$$$" : "OFF$$$");
            case '/':
                _isRaw = command[1] is '2' or '3';
                return "Success: board mode$$$";
            case 'x':
                return SetGain(command);
            default:
                return _streams ? "" : "Success$$$";
        }
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
