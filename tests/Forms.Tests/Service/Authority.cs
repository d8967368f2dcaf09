using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Wenden.Forms.Tests.Service;

/// <summary>An authority that never was, which gives out a seal with an RSA key.</summary>
internal static class Authority
{
    public static void Issue(string file, string password)
    {
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest("CN=样例电子认证", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        using var root = rootRequest.CreateSelfSigned(Samples.Now.AddYears(-1), Samples.Now.AddYears(20));

        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=大厅电子印章", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        using var issued = request.Create(root, Samples.Now.AddDays(-1), Samples.Now.AddYears(3), [1, 2, 3, 4]);
        using var own = issued.CopyWithPrivateKey(key);
        using var publicRoot = X509CertificateLoader.LoadCertificate(root.RawData);
        File.WriteAllBytes(file, new X509Certificate2Collection { own, publicRoot }.Export(X509ContentType.Pfx, password)!);
    }
}
