using System.Diagnostics;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;

namespace Wenden.Portal.SignIn;

/// <summary>An open page outlives the request that opened it: it asks now and then whether its session still stands.</summary>
internal sealed class SessionState(ILoggerFactory logs, SessionStore sessions, IOptions<SessionOptions> options)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => options.Value.Revalidate;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return authenticationState.User.SessionId() is { } session && await sessions.StandsAsync(session, cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or ObjectDisposedException)
        {
            // A database that is away for a moment signs nobody out.
            return true;
        }
    }
}

/// <summary>Clicks and keys on an open page count as using the session; what the page refreshes by itself does not.</summary>
internal sealed class SessionActivity(AuthenticationStateProvider state, SessionStore sessions, IOptions<SessionOptions> options) : CircuitHandler
{
    private long _noted;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            if (_noted == 0 || Stopwatch.GetElapsedTime(_noted) > options.Value.Idle / 10)
                await NoteAsync();
            await next(context);
        };

    private async Task NoteAsync()
    {
        _noted = Stopwatch.GetTimestamp();
        try
        {
            if ((await state.GetAuthenticationStateAsync()).User.SessionId() is { } session)
                await sessions.TouchAsync(session, CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            _noted = 0;
        }
    }
}
