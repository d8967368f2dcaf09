using Microsoft.AspNetCore.Identity;
using Wenden.Identity.Settings;
using Wenden.Identity.Storage;

namespace Wenden.Identity.Accounts;

internal static class AccountExtensions
{
    /// <summary>ASP.NET Core Identity with the hall's rules for passwords and lockout, and the cookies of the sign-in pages.</summary>
    public static void AddAccounts(this WebApplicationBuilder builder, IdentitySettings settings)
    {
        builder.Services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        builder.Services.AddIdentityCore<Account>(options =>
            {
                options.Password.RequiredLength = 12;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
                options.Password.RequiredUniqueChars = 6;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddEntityFrameworkStores<IdentityStore>();
        builder.Services.AddScoped<AccountTable>().AddScoped<Authenticators>();

        var secure = settings.Issuer!.Scheme == Uri.UriSchemeHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        builder.Services.AddAuthentication()
            .AddCookie(IdentityConstants.ApplicationScheme, cookie =>
            {
                cookie.Cookie.Name = "wenden-signed-in";
                cookie.Cookie.SecurePolicy = secure;
                cookie.ExpireTimeSpan = settings.Idle;
                cookie.SlidingExpiration = true;
            });
    }

    public static void MapAccounts(this WebApplication app)
    {
        app.MapListAccounts();
        app.MapCreateAccount();
        app.MapChangeAccess();
        app.MapAccountActions();
        app.MapListStopped();
    }
}
