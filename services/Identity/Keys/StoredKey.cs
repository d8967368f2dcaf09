using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Wenden.Identity.Keys;

/// <summary>A row of <c>keys</c>: signing keys are ECDSA on P-256 (ES256), encryption keys 256 random bits.</summary>
internal sealed record StoredKey(string KeyId, string Use, DateTimeOffset CreatedAt, DateTimeOffset InUseFrom, byte[] Secret)
{
    public const string ForSigning = "sign";
    public const string ForEncryption = "encrypt";

    public static StoredKey New(string use, DateTimeOffset now, DateTimeOffset inUseFrom, SecretBox box)
    {
        var id = $"{use[0]}-{now:yyyyMMdd}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        return new StoredKey(id, use, now, inUseFrom, box.Close(use == ForSigning ? NewSigningKey() : RandomNumberGenerator.GetBytes(32), id));
    }

    public SigningCredentials ToSigningCredentials(SecretBox box)
    {
        // Lives as long as the options that hold it; the last of them goes with the process.
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(box.Open(Secret, KeyId), out _);
        return new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = KeyId }, SecurityAlgorithms.EcdsaSha256);
    }

    public EncryptingCredentials ToEncryptingCredentials(SecretBox box) => new(
        new SymmetricSecurityKey(box.Open(Secret, KeyId)) { KeyId = KeyId }, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512);

    private static byte[] NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}
