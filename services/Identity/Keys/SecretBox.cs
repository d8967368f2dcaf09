using System.Security.Cryptography;
using System.Text;
using Wenden.Identity.Settings;

namespace Wenden.Identity.Keys;

/// <summary>
/// Encrypts what must not be read from the database alone: AES-256-GCM with a key that PBKDF2 derives from <c>Identity:KeyPassword</c>. Each
/// secret is bound to what it is for, so that one cannot be put in another's place.
/// </summary>
internal sealed class SecretBox : IDisposable
{
    private const int Iterations = 210_000;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly AesGcm _cipher;
    private readonly byte[] _hashKey;

    public SecretBox(IdentitySettings settings)
    {
        // The salt may be fixed: the password is one of a kind and configured, not chosen by a person.
        var derived = Rfc2898DeriveBytes.Pbkdf2(settings.KeyPassword, "wenden identity keys"u8, Iterations, HashAlgorithmName.SHA256, 64);
        _cipher = new AesGcm(derived.AsSpan(0, 32), TagLength);
        _hashKey = derived[32..];
    }

    public byte[] Close(ReadOnlySpan<byte> secret, string purpose)
    {
        var box = new byte[NonceLength + TagLength + secret.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        _cipher.Encrypt(
            box.AsSpan(0, NonceLength), secret, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(purpose));
        return box;
    }

    /// <exception cref="CryptographicException">The password is another one, or the box was changed or meant for another purpose.</exception>
    public byte[] Open(ReadOnlySpan<byte> box, string purpose)
    {
        var secret = new byte[box.Length - NonceLength - TagLength];
        _cipher.Decrypt(box[..NonceLength], box[(NonceLength + TagLength)..], box.Slice(NonceLength, TagLength), secret, Encoding.UTF8.GetBytes(purpose));
        return secret;
    }

    /// <summary>A hash that nobody can search through who has only the database: for one-time codes and identity numbers.</summary>
    public byte[] Hash(string purpose, string text) => HMACSHA256.HashData(_hashKey, Encoding.UTF8.GetBytes($"{purpose}\n{text}"));

    public void Dispose() => _cipher.Dispose();
}
