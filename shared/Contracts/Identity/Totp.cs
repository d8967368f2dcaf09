using System.Globalization;
using System.Security.Cryptography;

namespace Wenden.Contracts.Identity;

/// <summary>Time-based one-time codes as authenticator apps show them: RFC 6238 with HMAC-SHA-1, six digits, steps of 30 seconds.</summary>
public static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>A new secret of 160 bits, the length RFC 4226 recommends, in Base32.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetString(Alphabet, 32);

    /// <summary>The number of the step at <paramref name="instant"/>.</summary>
    public static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    /// <summary>The code that an authenticator shows at <paramref name="instant"/>.</summary>
    public static string CodeAt(string secret, DateTimeOffset instant) => CodeOf(secret, StepAt(instant));

    /// <summary>The step whose code was given: the present one or a neighbour, for clocks that differ; null where it is none of the three.</summary>
    public static long? StepOf(string secret, string code, DateTimeOffset now)
    {
        long? found = null;
        // All three are compared, so that the time taken tells nothing.
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(Bytes(CodeOf(secret, step)), Bytes(code)))
                found = step;
        return found;
    }

    private static string CodeOf(string secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, step);
        // The standard names SHA-1; as a keyed hash it is not weakened by its collisions.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(Decode(secret), counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xF;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string base32)
    {
        var bytes = new byte[base32.Length * 5 / 8];
        var (bits, count, at) = (0, 0, 0);
        foreach (var character in base32)
        {
            bits = (bits << 5 | Alphabet.IndexOf(character)) & 0xFFFF;
            count += 5;
            if (count < 8)
                continue;
            count -= 8;
            bytes[at++] = (byte)(bits >> count);
        }

        return bytes;
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
