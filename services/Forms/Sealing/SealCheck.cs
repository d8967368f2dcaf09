using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Wenden.Forms.Sealing;

/// <summary>What a file's seal says. Whose certificate it is, and whether it counted on the day, is for the caller to judge.</summary>
/// <param name="State"><see cref="None"/>, <see cref="Broken"/> or <see cref="Whole"/>.</param>
/// <param name="Certificate">What it was sealed with, where it is whole.</param>
internal sealed partial record SealCheck(string State, X509Certificate2? Certificate)
{
    /// <summary>There is no seal; it does not fit the file, or something was added after it; nothing has changed since.</summary>
    public const string None = "none", Broken = "broken", Whole = "whole";

    private static readonly SealCheck _broken = new(Broken, null);

    /// <summary>Checks the last seal of a file. Whatever the bytes are, it answers.</summary>
    public static SealCheck Of(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        if (Range().Matches(text).LastOrDefault() is not { } range)
            return new SealCheck(None, null);
        var numbers = range.Groups["number"].Captures.Select(number => int.Parse(number.ValueSpan, CultureInfo.InvariantCulture)).ToArray();
        if (numbers is not [0, var start, var end, var rest] || start <= 0 || end <= start + 2 || end > pdf.Length || rest != pdf.Length - end
            || pdf[start] != '<' || pdf[end - 1] != '>')
            return _broken;
        try
        {
            // Zeros fill the room behind the signature.
            var room = Convert.FromHexString(text.AsSpan(start + 1, end - start - 2));
            System.Formats.Asn1.AsnDecoder.ReadEncodedValue(room, System.Formats.Asn1.AsnEncodingRules.BER, out _, out _, out var length);
            var cms = new SignedCms(new ContentInfo([.. pdf.AsSpan(0, start), .. pdf.AsSpan(end)]), detached: true);
            cms.Decode(room.AsSpan(0, length));
            if (cms.SignerInfos is not [{ Certificate: { } certificate } signer] || !Names(signer, certificate))
                return _broken;
            signer.CheckSignature(verifySignatureOnly: true);
            return new SealCheck(Whole, certificate);
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException or System.Formats.Asn1.AsnContentException)
        {
            return _broken;
        }
    }

    // The signed attributes name the certificate, so that no other one with the same key can be put in its place.
    private static bool Names(SignerInfo signer, X509Certificate2 certificate) =>
        signer.DigestAlgorithm.Value == "2.16.840.1.101.3.4.2.1"
        && signer.SignedAttributes.Cast<CryptographicAttributeObject>().FirstOrDefault(one => one.Oid.Value == PdfSeal.SigningCertificate.Value) is { Values: [{ } named] }
        && named.RawData.AsSpan().SequenceEqual(PdfSeal.HashOf(certificate));

    [GeneratedRegex(@"/ByteRange ?\[(?:0{0,3}(?<number>\d{1,9}) ?){4}\]")]
    private static partial Regex Range();
}
