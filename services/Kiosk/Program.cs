using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Wenden.Kiosk;
using Wenden.Kiosk.Browser;
using Wenden.Kiosk.Numbers;
using Wenden.Kiosk.Steps;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(_ => new HttpClient { BaseAddress = new Uri(new Uri(builder.HostEnvironment.BaseAddress), "/api/queue/") });
builder.Services.AddSingleton<BrowserStore>().AddSingleton<IKioskStore>(services => services.GetRequiredService<BrowserStore>());
builder.Services.AddSingleton<Ledger>().AddSingleton<QueueLine>().AddSingleton<Issuing>().AddSingleton<Upkeep>();
builder.Services.AddSingleton<Machine>().AddSingleton<Stay>().AddSingleton<Front>();
builder.RootComponents.Add<App>("#kiosk");
await builder.Build().RunAsync();
