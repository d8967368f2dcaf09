using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Wenden.Forms.Sealing;

/// <summary>The seal of a site: a certificate with its key.</summary>
/// <param name="Certificate">With the key.</param>
/// <param name="Vouchers">Certificates that vouch for it, for readers that do not have them.</param>
internal sealed record SiteSeal(X509Certificate2 Certificate, X509Certificate2Collection Vouchers)
{
    /// <summary>Whose it is.</summary>
    public string Name => Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
}

/// <summary>Section <c>Forms</c> of the configuration, as far as it is about seals.</summary>
internal sealed class SealOptions
{
    /// <summary>A folder, shared by all replicas, with a file <c>&lt;site&gt;.pfx</c> for each site.</summary>
    public string? Seals { get; set; }

    /// <summary>Opens the files.</summary>
    public string? SealPassword { get; set; }

    /// <summary>The sample hall: a site without a file gets one of its own making, which nobody else vouches for.</summary>
    public bool SampleSeals { get; set; }
}

/// <summary>The seals of the sites. A file that is replaced counts from the next form on.</summary>
internal sealed class SealBook(SealOptions options, string standard, TimeProvider clock)
{
    private readonly string _folder = Path.GetFullPath(options.Seals ?? standard);
    private readonly ConcurrentDictionary<string, (DateTime Written, SiteSeal Seal)> _seals = [];

    /// <summary>The seal of a site.</summary>
    /// <exception cref="SealMissingException">The site has none that counts now.</exception>
    public SiteSeal Of(string site, string siteName)
    {
        var path = Path.Combine(_folder, $"{site}.pfx");
        if (Path.GetFileName(path) != $"{site}.pfx")
            throw new SealMissingException(site, "has a name that no file can have");
        if (!File.Exists(path))
        {
            if (!options.SampleSeals)
                throw new SealMissingException(site, $"has no {path}");
            Make(path, siteName);
        }

        var written = File.GetLastWriteTimeUtc(path);
        if (!_seals.TryGetValue(site, out var known) || known.Written != written)
            _seals[site] = known = (written, Open(site, path));
        var (certificate, now) = (known.Seal.Certificate, clock.GetUtcNow().UtcDateTime);
        return certificate.NotBefore.ToUniversalTime() <= now && now <= certificate.NotAfter.ToUniversalTime()
            ? known.Seal
            : throw new SealMissingException(site, $"has a seal from {certificate.NotBefore:d} to {certificate.NotAfter:d}");
    }

    private SiteSeal Open(string site, string path)
    {
        try
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, options.SealPassword);
            var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new SealMissingException(site, $"has no key in {path}");
            return new SiteSeal(own, [.. all.Where(certificate => certificate != own)]);
        }
        catch (CryptographicException fault)
        {
            throw new SealMissingException(site, $"has a {path} that cannot be opened: {fault.Message}");
        }
    }

    // Whoever comes first makes it; another replica that made one too finds the place taken and forgets its own.
    private void Make(string path, string siteName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName($"{siteName}（样例）");
        name.AddCountryOrRegion("CN");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        var now = clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));

        Directory.CreateDirectory(_folder);
        var unfinished = Path.Combine(_folder, $".{Guid.CreateVersion7()}.part");
        var forItsOwner = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            forItsOwner.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(unfinished, forItsOwner))
            {
                file.Write(certificate.Export(X509ContentType.Pfx, options.SealPassword));
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody was first.
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}

/// <summary>A site has no seal that counts; says why, for the log.</summary>
internal sealed class SealMissingException(string site, string why) : Exception($"The site {site} {why}.");
