namespace Wenden.Fixture;

/// <summary>What a kiosk has written down in its browser.</summary>
public static class KioskStore
{
    /// <summary>
    /// Evaluates to whether the kiosk has a block of numbers. To be asked again and again: the browser's own waiting takes a promise for true.
    /// </summary>
    public const string HasBlock =
        """
        async () => {
          // Opened before the kiosk has made it, the store would be an empty one for good.
          if (!(await indexedDB.databases()).some(database => database.name === 'kiosk')) return false;
          return await new Promise((resolve, reject) => {
            const request = indexedDB.open('kiosk', 1);
            request.onerror = () => reject(request.error);
            request.onsuccess = () => {
              const state = request.result.transaction('state').objectStore('state').get('state');
              state.onsuccess = () => resolve(JSON.parse(state.result ?? '{}').lease != null);
            };
          });
        }
        """;
}
