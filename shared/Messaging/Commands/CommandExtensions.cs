using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Wenden.Messaging.Commands;
using Wenden.ServiceDefaults.Problems;

namespace Wenden.Messaging;

/// <summary>Endpoints that change something.</summary>
public static class CommandExtensions
{
    /// <summary>
    /// Runs the handler inside the scoped <see cref="UnitOfWork"/>: committed when the handler answers below 400, otherwise nothing happened.
    /// With an <c>Idempotency-Key</c> header the answer is stored in the same transaction, and the same key gives the same answer, on any
    /// replica; the key with another request is 409. Answers are JSON or empty.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="requireKey">Whether a request without the header is refused: for everything that creates something.</param>
    public static RouteHandlerBuilder AsCommand(this RouteHandlerBuilder endpoint, bool requireKey = false)
    {
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var ct = context.HttpContext.RequestAborted;
            var key = context.HttpContext.Request.Headers[IdempotencyKey.Header].ToString();
            if (key.Length > IdempotencyKey.MaximumLength || (requireKey && key.Length == 0))
                return Problem.Invalid("idempotency.key-missing");

            var unit = context.HttpContext.RequestServices.GetRequiredService<UnitOfWork>();
            await unit.OpenAsync(ct);
            if (key.Length == 0)
                return await RunAsync(unit, await next(context), context.HttpContext, stored: null);

            var stored = new IdempotencyKey(unit, context, key);
            if (await stored.FindAnswerAsync(ct) is { } earlier)
                return earlier;
            return await RunAsync(unit, await next(context), context.HttpContext, stored);
        });
        return endpoint;
    }

    private static async Task<object?> RunAsync(UnitOfWork unit, object? result, HttpContext context, IdempotencyKey? stored)
    {
        var answer = Answer.Of(result, context);
        if (answer is null)
        {
            await unit.DisposeAsync();
            return result;
        }

        stored?.Save(answer);
        // From here on the command happens; whether the caller still listens does not matter.
        await unit.CommitAsync(CancellationToken.None);
        return answer;
    }
}
