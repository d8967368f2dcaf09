using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Wenden.Portal.SignIn;

/// <summary>
/// The data-protection keys lie beside the sessions they protect, so they are encrypted with what is not in the database: the portal's secret
/// towards the identity service. Whoever changes that secret has everybody sign in anew.
/// </summary>
internal sealed class KeyEncryption(string secret) : IXmlEncryptor
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private readonly byte[] _key = KeyOf(secret);

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var bytes = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, Nonce));
        using var aes = new AesGcm(_key, Tag);
        aes.Encrypt(bytes.AsSpan(0, Nonce), plain, bytes.AsSpan(Nonce + Tag), bytes.AsSpan(Nonce, Tag));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(bytes)), typeof(KeyDecryption));
    }

    /// <exception cref="CryptographicException">The secret is another one now.</exception>
    public static XElement Decrypt(XElement element, string secret)
    {
        var bytes = Convert.FromBase64String(element.Value);
        var plain = new byte[bytes.Length - Nonce - Tag];
        using var aes = new AesGcm(KeyOf(secret), Tag);
        aes.Decrypt(bytes.AsSpan(0, Nonce), bytes.AsSpan(Nonce + Tag), bytes.AsSpan(Nonce, Tag), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    private static byte[] KeyOf(string secret) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "Wenden.Portal data-protection keys"u8.ToArray());
}

/// <summary>Made by the data-protection system from its name in the stored key.</summary>
internal sealed class KeyDecryption(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        KeyEncryption.Decrypt(encryptedElement, services.GetRequiredService<IConfiguration>()["Identity:ClientSecret"] ?? "");
}
