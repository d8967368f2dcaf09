using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Wenden.Forms.Sealing;

/// <summary>
/// Seals a PDF by PAdES baseline B (ETSI EN 319 142-1): a certifying signature that allows no later change, appended as an incremental update (ISO 32000-1,
/// 7.5.6), so that every byte of the file stays and PDF/A remains PDF/A.
/// </summary>
internal static class PdfSeal
{
    // Room for the signature and the certificates, bytes.
    private const int Room = 12_288;
    private const string NoRange = "0 0000000000 0000000000 0000000000";

    /// <summary>ESS signing-certificate-v2 (RFC 5035).</summary>
    public static readonly Oid SigningCertificate = new("1.2.840.113549.1.9.16.2.47");

    private static readonly Oid _sha256 = new("2.16.840.1.101.3.4.2.1");

    /// <summary>The file with the seal behind it.</summary>
    /// <param name="pdf">As <see cref="PdfObjects"/> can read it.</param>
    /// <param name="seal">The certificate with its key, and those that vouch for it.</param>
    /// <param name="reason">What readers show as the reason.</param>
    /// <param name="place">What readers show as the place.</param>
    /// <param name="at">When.</param>
    public static byte[] Put(byte[] pdf, SiteSeal seal, string reason, string place, DateTimeOffset at)
    {
        var objects = PdfObjects.Of(pdf);
        var (sealNumber, fieldNumber) = (objects.Size, objects.Size + 1);
        var (catalog, page) = (objects.Catalog, objects.FirstPage);
        var update = new PdfUpdate(pdf);
        var time = at.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + at.ToString("zzz", CultureInfo.InvariantCulture).Replace(':', '\'') + '\'';

        update.Add(sealNumber,
            "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n"
            + $"/Name {Text(seal.Name)} /Reason {Text(reason)} /Location {Text(place)} /M (D:{time})\n"
            + "/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 1 /V /1.2>>>>]\n"
            + $"/ByteRange [{NoRange}]\n/Contents <{new string('0', Room * 2)}>>>");
        // Without width and height: there is nothing to see, and PDF/A asks for no appearance.
        update.Add(fieldNumber,
            $"<</Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /F 132 /Rect [0 0 0 0] /P {page.Number} 0 R /V {sealNumber} 0 R>>");
        update.Add(page.Number, Extended(page.Text, $"/Annots [{fieldNumber} 0 R]"));
        update.Add(catalog.Number, Extended(catalog.Text, $"/AcroForm <</Fields [{fieldNumber} 0 R] /SigFlags 3>> /Perms <</DocMDP {sealNumber} 0 R>>"));
        var whole = update.Finish(fieldNumber + 1, catalog.Number, objects);

        var start = Find(whole, "/Contents <", pdf.Length) + "/Contents ".Length;
        var end = start + Room * 2 + 2;
        var range = string.Create(CultureInfo.InvariantCulture, $"0 {start:0000000000} {end:0000000000} {whole.Length - end:0000000000}");
        Encoding.ASCII.GetBytes(range).CopyTo(whole, Find(whole, NoRange, pdf.Length));
        var signature = Sign([.. whole.AsSpan(0, start), .. whole.AsSpan(end)], seal);
        if (signature.Length > Room)
            throw new InvalidOperationException($"The seal of {seal.Name} needs {signature.Length} bytes; there is room for {Room}.");
        Encoding.ASCII.GetBytes(Convert.ToHexString(signature)).CopyTo(whole, start + 1);
        return whole;
    }

    private static byte[] Sign(byte[] content, SiteSeal seal)
    {
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, seal.Certificate)
        {
            DigestAlgorithm = _sha256, IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.Certificates.AddRange(seal.Vouchers);
        // The time stands in /M; PAdES wants none among the signed attributes.
        signer.SignedAttributes.Add(new AsnEncodedData(SigningCertificate, HashOf(seal.Certificate)));
        cms.ComputeSignature(signer);
        return cms.Encode();
    }

    /// <summary>SigningCertificateV2 with the one certificate and the default algorithm, SHA-256.</summary>
    public static byte[] HashOf(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteOctetString(SHA256.HashData(certificate.RawData));
        return writer.Encode();
    }

    private static string Extended(string dictionary, string entries) => $"{dictionary[..dictionary.LastIndexOf(">>", StringComparison.Ordinal)]}\n{entries}>>";

    private static string Text(string words) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(words))}>";

    private static int Find(byte[] pdf, string what, int from) => from + pdf.AsSpan(from).IndexOf(Encoding.ASCII.GetBytes(what));
}
