using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Wenden.Identity.Settings;

namespace Wenden.Identity.Citizens;

/// <summary>Gives codes to a mail server, addressed to a gateway that makes text messages of mails.</summary>
internal sealed class MailCodes(IdentitySettings settings) : ICodeDelivery
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    public async Task SendAsync(CodeMessage message, CancellationToken ct)
    {
        var smtp = settings.Smtp;
        using var mail = new MimeMessage();
        mail.From.Add(MailboxAddress.Parse(smtp.From));
        mail.To.Add(MailboxAddress.Parse(smtp.To.Replace("{phone}", message.Phone)));
        mail.Body = new TextPart("plain") { Text = message.Text };

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_patience);
        using var client = new SmtpClient();
        await client.ConnectAsync(smtp.Host, smtp.Port, smtp.StartTls ? SecureSocketOptions.StartTls : SecureSocketOptions.None, patience.Token);
        if (smtp.User is not null)
            await client.AuthenticateAsync(smtp.User, smtp.Password ?? "", patience.Token);
        await client.SendAsync(mail, patience.Token);
        await client.DisconnectAsync(quit: true, patience.Token);
    }
}
