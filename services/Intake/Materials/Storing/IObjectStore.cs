using System.Security.Cryptography;

namespace Wenden.Intake.Materials.Storing;

/// <summary>
/// Bytes under their SHA-256. What is here never changes: storing the same bytes again is nothing new, and an object that no row names (its
/// transaction failed) does no harm. Replicas share it.
/// </summary>
internal interface IObjectStore
{
    /// <summary>Stores the bytes; they are safe when this returns.</summary>
    /// <returns>The SHA-256, 64 lower-case hexadecimal digits.</returns>
    Task<string> StoreAsync(byte[] content, CancellationToken ct);

    /// <summary>The bytes, checked against their hash.</summary>
    /// <exception cref="ObjectDamagedException">They are gone, or are not what was stored.</exception>
    Task<byte[]> ReadAsync(string sha256, CancellationToken ct);
}

/// <summary>What the store holds under a hash is not what was put there.</summary>
internal sealed class ObjectDamagedException(string sha256, string what) : Exception($"The object {sha256} {what}.")
{
    /// <summary>The bytes, if they have that hash.</summary>
    /// <exception cref="ObjectDamagedException">They have another.</exception>
    public static byte[] Check(string sha256, byte[] content) =>
        HashOf(content) == sha256 ? content : throw new ObjectDamagedException(sha256, "is not what was stored");

    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
